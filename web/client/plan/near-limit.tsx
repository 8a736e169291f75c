import { lazy, Suspense } from 'react'
import { later } from '../later.ts'
import { useMe } from '../session.ts'
import type { UsageLineProps } from './usage-line.tsx'

const UsageLine = lazy(async () => ({ default: (await later(import('./usage-line.tsx'), 'plans')).UsageLine }))

/** How much room is left, once little is; where there are no plans nothing is fetched. */
export function NearLimit(props: UsageLineProps) {
  if (!useMe().offersPlans) return null
  return (
    <Suspense>
      <UsageLine {...props} />
    </Suspense>
  )
}
