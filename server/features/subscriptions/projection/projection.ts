import type { EndReason, PurchaseState } from '#contract/purchase-states.ts'
import { purchaseKeyOf, type Fact, type PeriodType, type PurchaseKey } from '../facts.ts'
import { entitles, type Course, type Phase } from './course.ts'
import { planOf, type Plan, type Products } from './products-rules.ts'
import { projectApple } from './project-apple.ts'
import { projectGoogle } from './project-google.ts'
import { projectStripe } from './project-stripe.ts'

/** What a purchase is at a moment, as far as the store has told. */
export type Projection = {
  readonly state: PurchaseState
  readonly isEntitled: boolean
  /** When the state changes by itself, if nothing is heard from the store before. */
  readonly untilMs: number | undefined
  /** The first moment at which it does not entitle any more, if nothing is heard; undefined: it does not. */
  readonly entitledUntilMs: number | undefined
  /** When it ended: only of what is EXPIRED or REVOKED, and as far as the store says. */
  readonly endedAtMs: number | undefined
  /** The store's id of the product. */
  readonly product: string | undefined
  readonly plan: Plan | undefined
  readonly autoRenews: boolean
  readonly period: PeriodType | undefined
  /** What it will be from the next period on. */
  readonly pendingProduct: string | undefined
  readonly priceConsent: 'pending' | 'given' | undefined
  readonly expirationReason: EndReason | undefined
  readonly resumesAtMs: number | undefined
  readonly isFamilyShared: boolean
  /** Entitled on trust: the store has not said so. */
  readonly isProvisional: boolean
  /** The store has more to say than we have heard: it is to be asked. */
  readonly needsRefetch: boolean
}

/**
 * `facts` are those of the purchase, merged, and those of the purchases that replace it (Google); others do no harm. Pure: the
 * same facts give the same projection, whatever their order.
 */
export function project(
  purchase: PurchaseKey,
  facts: readonly Fact[],
  { nowMs, products }: { nowMs: number; products: Products }
): Projection {
  const course = courseOf(purchase, facts)
  if (!course) return nothing
  const plan = planOf(products, purchase.store, course.product)
  const phases = plan ? course.phases : course.phases.map(withoutPlan)
  const coming = phases.slice(phases.findIndex(({ untilMs }) => untilMs === undefined || nowMs < untilMs))
  const [phase = unknown] = coming
  return {
    state: phase.state,
    isEntitled: entitles(phase.state),
    untilMs: phase.untilMs,
    entitledUntilMs: endOfEntitlement(coming),
    endedAtMs: phase.endedAtMs,
    product: course.product,
    plan,
    autoRenews: course.willRenew && !ended.has(phase.state),
    period: course.period,
    pendingProduct: course.pendingProduct,
    priceConsent: course.priceConsent,
    expirationReason: phase.expirationReason,
    resumesAtMs: course.resumesAtMs,
    isFamilyShared: course.isFamilyShared,
    isProvisional: phase.isProvisional ?? false,
    needsRefetch: phase.needsRefetch ?? false
  }
}

const nothing: Projection = {
  state: 'NONE',
  isEntitled: false,
  untilMs: undefined,
  entitledUntilMs: undefined,
  endedAtMs: undefined,
  product: undefined,
  plan: undefined,
  autoRenews: false,
  period: undefined,
  pendingProduct: undefined,
  priceConsent: undefined,
  expirationReason: undefined,
  resumesAtMs: undefined,
  isFamilyShared: false,
  isProvisional: false,
  needsRefetch: false
}

const unknown: Phase = { state: 'UNKNOWN' }

const ended: ReadonlySet<PurchaseState> = new Set(['EXPIRED', 'REVOKED', 'SUPERSEDED'])

function courseOf({ store, environment, key }: PurchaseKey, facts: readonly Fact[]): Course | undefined {
  const ofStore = facts.filter((fact) => fact.environment === environment && purchaseKeyOf(fact).store === store)
  const own = ofStore.filter((fact) => purchaseKeyOf(fact).key === key)
  if (store === 'google') return projectGoogle(key, ofStore)
  return store === 'apple' ? projectApple(own) : projectStripe(own)
}

/** Somebody pays for something we do not know: nothing is granted for it, and somebody is to be told. */
function withoutPlan(phase: Phase): Phase {
  return entitles(phase.state) ? { ...phase, state: 'UNMAPPED', isProvisional: false } : phase
}

/** Follows the phases until one does not entitle, so that an entitlement can be read to the millisecond without an alarm. */
function endOfEntitlement(coming: readonly Phase[]): number | undefined {
  const end = coming.findIndex(({ state }) => !entitles(state))
  const moments = coming.slice(0, end).flatMap(({ untilMs }) => untilMs ?? [])
  return moments.length === 0 ? undefined : Math.max(...moments)
}
