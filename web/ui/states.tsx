import './states.css'
import type { ReactNode } from 'react'

export type StateProps = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }

/** Nothing here yet, or all done: what this place is for and one button. */
export function EmptyState({ icon, title, children, action }: StateProps) {
  return (
    <div className="state">
      {icon !== undefined && <div className="state-icon">{icon}</div>}
      <p className="state-title">{title}</p>
      {children !== undefined && <div className="state-text">{children}</div>}
      {action}
    </div>
  )
}

/** What happened, what is safe, a way on; the request id small, for whoever helps. */
export function ErrorState({ requestId, ...rest }: StateProps & { requestId?: string | undefined }) {
  return (
    <div role="alert">
      <EmptyState {...rest} />
      {requestId !== undefined && <p className="state-id figures">{requestId}</p>}
    </div>
  )
}
