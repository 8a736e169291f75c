import './trouble.css'
import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** What somebody should see to, or pays for in vain. `isOver`: it has cost them the plan already. */
export function Trouble({ isOver, children }: { isOver: boolean; children: ReactNode }) {
  return (
    <p className={isOver ? 'trouble trouble-over' : 'trouble'}>
      <CircleAlert aria-hidden />
      <span>{children}</span>
    </p>
  )
}
