import { CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import type { PurchaseShort } from '#contract/staff.ts'
import { t } from '../../../messages/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'

const entitling: ReadonlySet<PurchaseShort['state']> = new Set(['ACTIVE', 'CANCELED', 'GRACE'])
const wrong: ReadonlySet<PurchaseShort['state']> = new Set(['UNMAPPED', 'UNKNOWN'])

/** Whether it gives its plan, in a word. */
export function StateBadge({ state }: { state: PurchaseShort['state'] }) {
  const word = t(`staff.state.${state}`)
  if (entitling.has(state))
    return (
      <Badge tone="completed" icon={<CircleCheck aria-hidden />}>
        {word}
      </Badge>
    )
  if (wrong.has(state))
    return (
      <Badge tone="overdue" icon={<CircleAlert aria-hidden />}>
        {word}
      </Badge>
    )
  return <Badge icon={<CircleDashed aria-hidden />}>{word}</Badge>
}
