import type { PurchaseState } from '#contract/purchase-states.ts'
import type { Fact } from '../facts.ts'

/** What happens to somebody's plan and is told: a payment failed, Pro went, what was on hold is over, a price wants consent. */
export type Happening = 'payment' | 'lapse' | 'end' | 'price'

/** What a purchase was or is, as far as it matters here. */
export type Seen = {
  readonly state: string
  readonly entitledUntilMs: number | undefined
  readonly priceConsent: string | undefined
  readonly accountId: string | null
}

/** By which mail it is told. */
export type Said = 'trial_ends' | 'payment_problem' | 'on_hold' | 'refunded' | 'ended' | 'price_increase'

const hour = 3_600_000
/** What is older is news no more. */
export const worthTellingMs = 72 * hour
/** So long a change must have stood: what stores say of one thing comes in pieces, and what only time has ended is asked for. */
export const settlingMs = hour
/** So long before its end a trial is told of. */
export const trialNoticeMs = 72 * hour

/** What has happened when a purchase has become another one; `heardMs`: of when the youngest news is that made it so. */
export function happenings(before: Seen, now: Seen, { nowMs, heardMs }: { nowMs: number; heardMs: number }) {
  const isTheirs = now.accountId !== null && now.accountId === before.accountId
  if (!isTheirs || heardMs < nowMs - worthTellingMs) return []
  const found: Happening[] = []
  if (now.state === 'GRACE' && beforeGrace.has(before.state)) found.push('payment')
  if (hasLapsed(before, now, nowMs)) found.push('lapse')
  if (before.state === 'HOLD' && now.state === 'EXPIRED') found.push('end')
  if (wantsConsent(before, now)) found.push('price')
  return found
}

/** EXPIRED too: time alone may have ended it before the store said that it goes on trying. */
const beforeGrace: ReadonlySet<string> = new Set(['ACTIVE', 'CANCELED', 'EXPIRED'] satisfies PurchaseState[])
const lapsed: ReadonlySet<string> = new Set(['HOLD', 'REVOKED', 'EXPIRED'] satisfies PurchaseState[])

function hasLapsed(before: Seen, now: Seen, nowMs: number): boolean {
  if (before.entitledUntilMs === undefined || !lapsed.has(now.state)) return false
  return Math.min(nowMs, before.entitledUntilMs) >= nowMs - worthTellingMs
}

function wantsConsent(before: Seen, now: Seen): boolean {
  if (before.priceConsent === 'pending' || before.entitledUntilMs === undefined) return false
  return now.priceConsent === 'pending' && now.entitledUntilMs !== undefined
}

/**
 * What a store calls the period that a purchase is in: the same while it is not paid anew, whatever order its facts come in.
 * Something happens once in a period.
 */
export function periodOf(facts: readonly Fact[]): string {
  const periods = facts.flatMap(({ content }) => {
    if (content.kind === 'apple_transaction') return [{ atMs: content.purchasedAtMs, name: content.transactionId }]
    if (content.kind === 'google_purchase') return [{ atMs: 0, name: content.orderId ?? '' }]
    if (content.kind === 'stripe_subscription') return [{ atMs: 0, name: String(content.periodStartedAtMs) }]
    return []
  })
  const [newest] = periods.toSorted((left, right) => right.atMs - left.atMs || (left.name < right.name ? 1 : -1))
  return newest?.name ?? ''
}

/** How things stand when a mail is about to go out. */
export type Standing = {
  readonly kind: Happening | 'trial'
  readonly notedMs: number
  /** Of the purchase, if it is about one that is still theirs. */
  readonly state: string | undefined
  readonly isEntitled: boolean
  readonly isRefund: boolean
  readonly wantsConsent: boolean
  /** Pro by something else than this purchase, or than the trial: nothing changes for them. */
  readonly hasProOtherwise: boolean
  readonly trialUntilMs: number | undefined
}

/** What is true by now and worth a mail; undefined: nothing. */
export function toSay(standing: Standing, nowMs: number): Said | undefined {
  if (standing.kind !== 'trial' && isOld(standing, nowMs)) return undefined
  if (standing.kind === 'price') return consent(standing)
  if (standing.hasProOtherwise) return undefined
  if (standing.kind === 'trial') return trialEnds(standing, nowMs)
  if (standing.kind === 'payment') return isInGrace(standing) ? 'payment_problem' : undefined
  return standing.isEntitled ? undefined : withoutPro(standing)
}

function isOld({ notedMs }: Standing, nowMs: number): boolean {
  return notedMs < nowMs - settlingMs - worthTellingMs
}

function trialEnds({ trialUntilMs = 0 }: Standing, nowMs: number): Said | undefined {
  return trialUntilMs > nowMs ? 'trial_ends' : undefined
}

function consent({ isEntitled, wantsConsent: isPending }: Standing): Said | undefined {
  return isEntitled && isPending ? 'price_increase' : undefined
}

function isInGrace({ state, isEntitled }: Standing): boolean {
  return state === 'GRACE' && isEntitled
}

function withoutPro({ kind, state, isRefund }: Standing): Said | undefined {
  if (state === 'EXPIRED') return 'ended'
  if (kind === 'end') return undefined
  if (state === 'REVOKED') return isRefund ? 'refunded' : 'ended'
  return state === 'HOLD' ? 'on_hold' : undefined
}
