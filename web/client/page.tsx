import './page.css'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '../messages/i18n.ts'
import { PageHeader, type PageHeaderProps } from '../ui/page-header.tsx'

export type PageProps = Omit<PageHeaderProps, 'back'> & {
  /** The address of the page that this one belongs to. */
  back?: string
  /** `narrow` for reading and forms (default), `wide` for columns and months. */
  width?: 'narrow' | 'wide'
  content: ReactNode
}

/** A page: its title in the tab and as h1, then its content. `children` is the line below the title. */
export function Page({ width = 'narrow', content, back, ...header }: PageProps) {
  return (
    <div className={`page page-${width}`}>
      <title>{`${header.title} · ${t('app.name')}`}</title>
      <PageHeader
        {...header}
        back={
          back !== undefined && (
            <Link to={back} className="button button-quiet button-icon" aria-label={t('action.back')}>
              <ArrowLeft aria-hidden />
            </Link>
          )
        }
      />
      {content}
    </div>
  )
}
