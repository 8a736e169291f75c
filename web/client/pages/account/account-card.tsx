import './account-card.css'
import type { ReactNode } from 'react'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'

/** The one card of an entrance page: its title, a line of explanation, the form, and the ways elsewhere below. */
export function AccountCard(props: { title: string; intro?: ReactNode; children?: ReactNode; below?: ReactNode }) {
  const { title, intro, children, below } = props
  return (
    <>
      <title>{`${title} · ${t('app.name')}`}</title>
      <Card className="account-card">
        <h1 id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {intro !== undefined && <p className="muted">{intro}</p>}
        {children}
      </Card>
      {below !== undefined && <div className="account-below">{below}</div>}
    </>
  )
}
