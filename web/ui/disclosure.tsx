import './disclosure.css'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

export type DisclosureProps = {
  label: string
  /** What is set inside, said while it is folded. */
  summary?: string | undefined
  defaultOpen?: boolean
  children: ReactNode
}

/** What most people do not need, folded away. */
export function Disclosure({ label, summary, defaultOpen = false, children }: DisclosureProps) {
  return (
    <details className="disclosure" open={defaultOpen}>
      <summary className="disclosure-summary">
        <ChevronRight aria-hidden />
        <span className="grow">
          {label}
          {summary !== undefined && summary !== '' && <span className="disclosure-second">{summary}</span>}
        </span>
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  )
}
