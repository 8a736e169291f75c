import { purchaseWords } from '#contract/purchase-states.ts'
import type { Limited, Plan, PlanLimits, ReachedLimit, StorePurchase, Subscription } from '#contract/plans.ts'

export const trialHours = 14 * 24

/** What gives an account the larger plan: any one of them is enough. */
export type Entitlement = {
  readonly isFree: boolean
  readonly paidUntil: Temporal.Instant | undefined
  readonly trialUntil: Temporal.Instant | undefined
}

type Granted = Pick<Subscription, 'plan' | 'source'> & { readonly until: Temporal.Instant | undefined }

/** The plan at a moment and what gives it; at `until` itself it is over. */
export function planAt({ isFree, paidUntil, trialUntil }: Entitlement, now: Temporal.Instant): Granted {
  if (isFree) return { plan: 'pro', source: 'free_of_charge', until: undefined }
  const isPaid = paidUntil !== undefined && isBefore(now, paidUntil)
  const isTried = trialUntil !== undefined && isBefore(now, trialUntil)
  if (isPaid) return { plan: 'pro', source: 'store', until: isTried ? later(paidUntil, trialUntil) : paidUntil }
  if (isTried) return { plan: 'pro', source: 'trial', until: trialUntil }
  return { plan: 'free', source: null, until: undefined }
}

/** A home goes by the best of its owners' plans. */
export function planOfHome(owners: readonly Entitlement[], now: Temporal.Instant): Plan {
  return owners.some((owner) => planAt(owner, now).plan === 'pro') ? 'pro' : 'free'
}

/** What stands in the way of so many more; undefined when there is room for all of them. */
export function limitReached(
  limits: PlanLimits,
  { of, plan, used, adds, isOwn }: { of: Limited; plan: Plan; used: number; adds: number; isOwn: boolean }
): ReachedLimit | undefined {
  const limit = limits[plan][of]
  if (limit === undefined || used + adds <= limit) return undefined
  return { of, plan, limit, used, fits: Math.max(0, limit - used), isOwn }
}

/** It begins once; what it gave until when is written down with it. */
export function trialAt(
  trialUntil: Temporal.Instant | undefined,
  now: Temporal.Instant
): Subscription['trial']['state'] {
  if (trialUntil === undefined) return 'available'
  return isBefore(now, trialUntil) ? 'running' : 'used'
}

/** Where nothing is heard of a purchase the clock goes on: one that gives the plan no more is not called active. */
export function shownState(state: string, isEntitled: boolean): StorePurchase['state'] {
  const word = purchaseWords.find((known) => known === state.toLowerCase()) ?? 'unknown'
  if (isEntitled) return word
  if (word === 'grace') return 'hold'
  return word === 'active' || word === 'canceled' ? 'expired' : word
}

function isBefore(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) < 0
}

function later(left: Temporal.Instant, right: Temporal.Instant): Temporal.Instant {
  return isBefore(left, right) ? right : left
}
