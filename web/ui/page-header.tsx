import './page-header.css'
import type { ReactNode } from 'react'

export type PageHeaderProps = { title: string; children?: ReactNode; actions?: ReactNode; back?: ReactNode }

/** The one h1 of a page; the shell moves the focus here after a navigation. */
export function PageHeader({ title, children, actions, back }: PageHeaderProps) {
  return (
    <header className="page-header">
      {back}
      <div className="grow">
        <h1 tabIndex={-1} id="page-title">
          {title}
        </h1>
        {children !== undefined && <div className="page-header-text">{children}</div>}
      </div>
      {actions !== undefined && <div className="row">{actions}</div>}
    </header>
  )
}
