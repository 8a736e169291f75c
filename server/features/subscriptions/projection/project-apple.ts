import type { EndReason } from '#contract/purchase-states.ts'
import type { AppleRenewal, AppleTransaction, Fact } from '../facts.ts'
import type { Course, Phase } from './course.ts'
import { leewayMs } from './policy.ts'

/** `facts` are those of one original transaction. */
export function projectApple(facts: readonly Fact[]): Course | undefined {
  const transactions = newestFirst(facts)
  const [newest] = transactions
  if (!newest) return undefined
  // The newest purchase counts, not the one that ends last: after an upgrade from a year to a month the year is over.
  const current = transactions.find(({ revokedAtMs, isUpgraded }) => revokedAtMs === undefined && !isUpgraded)
  if (!current) return courseOf(newest, undefined, [endWithoutCurrent(newest)])

  const renewal = renewalSince(facts, current)
  const refundedAfter = transactions.slice(0, transactions.indexOf(current)).flatMap((one) => one.revokedAtMs ?? [])
  return courseOf(current, renewal, [
    { state: renewal?.willRenew === false ? 'CANCELED' : 'ACTIVE', untilMs: current.expiresAtMs },
    ...(refundedAfter.length > 0
      ? [revoked(current, Math.max(current.expiresAtMs, ...refundedAfter))]
      : phasesAfterEnd(current, renewal))
  ])
}

const revoked = ({ isFamilyShared, revocationType }: AppleTransaction, endedAtMs: number | undefined): Phase => ({
  state: 'REVOKED',
  endedAtMs,
  // The one who pays has had the money back, or shares no longer.
  expirationReason: isFamilyShared || revocationType === 'FAMILY_REVOKE' ? 'other' : 'refund'
})

/** Upgraded, and what to is still to be heard: Apple tells of both, though not always at once. */
function endWithoutCurrent(newest: AppleTransaction): Phase {
  const { revokedAtMs } = newest
  return revokedAtMs === undefined ? { state: 'SUPERSEDED', needsRefetch: true } : revoked(newest, revokedAtMs)
}

type Signed = AppleTransaction & { readonly signedAtMs: number }

function newestFirst(facts: readonly Fact[]): Signed[] {
  const transactions = facts.flatMap(({ content, clockMs }) =>
    content.kind === 'apple_transaction' ? [{ ...content, signedAtMs: clockMs }] : []
  )
  return transactions.toSorted(
    (left, right) => right.purchasedAtMs - left.purchasedAtMs || (left.transactionId < right.transactionId ? 1 : -1)
  )
}

/**
 * What was said before the current purchase is about the one before it: its grace would outlive a shorter period. A renewal
 * is told of up to a day before its period begins, with what was said at the same time.
 */
function renewalSince(facts: readonly Fact[], { purchasedAtMs, signedAtMs }: Signed): AppleRenewal | undefined {
  const sinceMs = Math.min(purchasedAtMs, signedAtMs)
  const found = facts.find(({ content, clockMs }) => content.kind === 'apple_renewal' && clockMs >= sinceMs)
  return found?.content.kind === 'apple_renewal' ? found.content : undefined
}

function phasesAfterEnd({ expiresAtMs }: AppleTransaction, renewal: AppleRenewal | undefined): Phase[] {
  if (renewal?.isRetrying) {
    const hold: Phase = { state: 'HOLD' }
    return renewal.graceUntilMs === undefined ? [hold] : [{ state: 'GRACE', untilMs: renewal.graceUntilMs }, hold]
  }
  const expired: Phase = {
    state: 'EXPIRED',
    expirationReason: reasonOf(renewal),
    endedAtMs: expiresAtMs,
    needsRefetch: !renewal
  }
  const isToRenew = renewal?.willRenew === true && renewal.expirationIntent === undefined
  if (!isToRenew) return [expired]
  return [
    { state: 'ACTIVE', untilMs: expiresAtMs + leewayMs, isProvisional: true, needsRefetch: true },
    { ...expired, needsRefetch: true }
  ]
}

/** https://developer.apple.com/documentation/appstoreserverapi/expirationintent */
const reasons: readonly (EndReason | undefined)[] = [
  undefined,
  'customer',
  'billing',
  'price_increase',
  'product_unavailable'
]

function reasonOf(renewal: AppleRenewal | undefined): EndReason | undefined {
  if (renewal?.expirationIntent === undefined) return undefined
  return reasons[renewal.expirationIntent] ?? 'other'
}

function courseOf(
  { productId, period, isFamilyShared }: AppleTransaction,
  renewal: AppleRenewal | undefined,
  phases: Phase[]
): Course {
  const nextProduct = renewal?.willRenew ? renewal.nextProductId : undefined
  return {
    phases,
    product: productId,
    willRenew: renewal?.willRenew ?? true,
    period,
    pendingProduct: nextProduct === productId ? undefined : nextProduct,
    priceConsent: renewal?.priceConsent,
    isFamilyShared
  }
}
