import { useEffect, useState, type ComponentType } from 'react'
import type { ReachedLimit } from '#contract/plans.ts'
import { tellWith } from '../../limit-reached.ts'
import { later } from '../later.ts'
import type { LimitDialogProps } from './limit-dialog.tsx'

type Told = { readonly Dialog: ComponentType<LimitDialogProps>; readonly limit: ReachedLimit }

/** Says what a plan has no room for, over whatever is on screen; what was entered below stays. */
export function PlanHost({ onSeePlan }: { onSeePlan: () => void }) {
  const [told, setTold] = useState<Told>()
  useEffect(
    () =>
      tellWith((limit) => {
        void later(import('./limit-dialog.tsx'), 'plans')
          .then(({ LimitDialog }) => setTold({ Dialog: LimitDialog, limit }))
          .catch(() => undefined) // the refused form says it too
      }),
    []
  )
  if (told === undefined) return null
  const close = () => setTold(undefined)
  return (
    <told.Dialog
      limit={told.limit}
      onClose={close}
      onSeePlan={() => {
        close()
        onSeePlan()
      }}
    />
  )
}
