import Type from 'typebox'
import type { PlanLimits } from '#contract/plans.ts'
import { StrictPartial } from '#contract/route.ts'
import { Nullable } from '#contract/values.ts'

const Limit = Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000 }))
const Limits = StrictPartial({ residences: Limit, tasks: Limit, contractors: Limit, documents: Limit })
/** `plans` in the block `subscriptions` of config.yaml; null: without a limit. */
export const PlansFile = StrictPartial({ free: Limits, pro: Limits })
export type PlansFile = Type.Static<typeof PlansFile>

/** Where people find the apps in which they buy. */
export const LinksFile = StrictPartial({
  apple: Type.String({ format: 'uri', pattern: '^https://' }),
  google: Type.String({ format: 'uri', pattern: '^https://' })
})
export type LinksFile = Type.Static<typeof LinksFile>

const defaults: PlanLimits = { free: { residences: 1, tasks: 50, contractors: 10, documents: 20 }, pro: {} }

/** What the file does not name stays as it is by default. */
export function planLimitsOf({ free, pro }: PlansFile = {}): PlanLimits {
  return { free: limitsOf({ ...defaults.free, ...free }), pro: limitsOf({ ...defaults.pro, ...pro }) }
}

function limitsOf(limits: NonNullable<PlansFile['free']>): PlanLimits['free'] {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== null))
}

export function linksOf({ apple, google }: LinksFile = {}) {
  return { apple: apple ?? null, google: google ?? null }
}
