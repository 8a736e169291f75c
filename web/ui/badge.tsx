import './badge.css'
import type { ReactNode } from 'react'

export type BadgeTone = 'overdue' | 'due-soon' | 'upcoming' | 'in-progress' | 'completed' | 'plain'

/** A state: always an icon and a word, the colour only adds to it. */
export function Badge({ tone = 'plain', icon, children }: { tone?: BadgeTone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span className={`badge badge-${tone}`}>
      {icon}
      {children}
    </span>
  )
}
