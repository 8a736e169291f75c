import './page.css'
import type { ReactNode } from 'react'
import { t } from '../messages/i18n.ts'
import { PageHeader, type PageHeaderProps } from '../ui/page-header.tsx'

export type PageProps = PageHeaderProps & {
  /** `narrow` for reading and forms (default), `wide` for columns and months. */
  width?: 'narrow' | 'wide'
  content: ReactNode
}

/** A page: its title in the tab and as h1, then its content. `children` is the line below the title. */
export function Page({ width = 'narrow', content, ...header }: PageProps) {
  return (
    <div className={`page page-${width}`}>
      <title>{`${header.title} · ${t('app.name')}`}</title>
      <PageHeader {...header} />
      {content}
    </div>
  )
}
