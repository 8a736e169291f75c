import { lazy, Suspense } from 'react'
import type { Limited } from '#contract/plans.ts'
import { later } from '../later.ts'
import { useMe } from '../session.ts'

const UsageLine = lazy(async () => ({ default: (await later(import('./usage-line.tsx'), 'plans')).UsageLine }))

export type NearLimitProps = { of: Limited; residenceId?: string }

/** How much room is left, once little is; where there are no plans nothing is fetched. */
export function NearLimit(props: NearLimitProps) {
  if (!useMe().offersPlans) return null
  return (
    <Suspense>
      <UsageLine {...props} />
    </Suspense>
  )
}
