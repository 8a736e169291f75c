import type { Fact, GooglePurchase } from '../facts.ts'
import type { PurchaseState } from '#contract/purchase-states.ts'
import type { Course, Phase } from './course.ts'

/** `facts` are those of the purchase `tokenDigest` and of the purchases that replace it; others do no harm. */
export function projectGoogle(tokenDigest: string, facts: readonly Fact[]): Course | undefined {
  const purchases = facts.flatMap(({ content }) => (content.kind === 'google_purchase' ? [content] : []))
  const purchase = purchases.find((one) => one.tokenDigest === tokenDigest)
  if (!purchase) return undefined
  const isReplaced = purchases.some(
    (one) => one.replacesDigest === tokenDigest && one !== purchase && replacing.has(one.state)
  )
  return {
    phases: isReplaced ? [{ state: 'SUPERSEDED' }] : phasesOf(purchase, currentOrderVoidedAt(purchase, facts)),
    product: purchase.productId,
    willRenew: purchase.willRenew,
    period: purchase.period,
    pendingProduct: purchase.nextProductId === purchase.productId ? undefined : purchase.nextProductId,
    priceConsent: purchase.priceConsent,
    resumesAtMs: purchase.resumesAtMs,
    isFamilyShared: false
  }
}

/**
 * In these a purchase has taken the place of the one it names: Google goes on calling that one active. It does not come back
 * when its successor ends. A pending purchase has replaced nothing yet, and one that was cancelled while pending never will.
 */
const replacing = new Set(['ACTIVE', 'IN_GRACE_PERIOD', 'CANCELED', 'ON_HOLD', 'PAUSED', 'EXPIRED'])

/** A renewal is an order of its own: what was given back for an earlier one changes nothing. */
function currentOrderVoidedAt({ tokenDigest, orderId }: GooglePurchase, facts: readonly Fact[]): number | undefined {
  const found = facts.find(
    ({ content }) =>
      content.kind === 'google_void' && content.tokenDigest === tokenDigest && content.orderId === orderId
  )
  return found?.clockMs
}

type EntitlingState = 'ACTIVE' | 'CANCELED' | 'GRACE'

const entitlingStates = new Map<string, EntitlingState>([
  ['ACTIVE', 'ACTIVE'],
  ['CANCELED', 'CANCELED'],
  ['IN_GRACE_PERIOD', 'GRACE']
])
const unbegunStates = new Map<string, PurchaseState>([
  ['PENDING', 'PENDING'],
  ['PENDING_PURCHASE_CANCELED', 'EXPIRED']
])
const waitingStates = new Map<string, PurchaseState>([
  ['ON_HOLD', 'HOLD'],
  ['PAUSED', 'PAUSED']
])

/** Google cancels by itself what cannot be paid. */
const reasons = { user: 'customer', system: 'billing', developer: 'other', replacement: 'other' } as const

function phasesOf({ state, expiresAtMs, cancelledBy }: GooglePurchase, voidedAtMs: number | undefined): Phase[] {
  const isVoided = voidedAtMs !== undefined
  const reason = isVoided ? 'refund' : cancelledBy && reasons[cancelledBy]
  const unbegun = unbegunStates.get(state)
  if (unbegun) return [{ state: unbegun, expirationReason: reason }]
  const expired = { state: 'EXPIRED', expirationReason: reason, endedAtMs: expiresAtMs } as const
  if (state === 'EXPIRED') return [expired]
  if (isVoided) return [{ state: 'REVOKED', expirationReason: reason, endedAtMs: voidedAtMs }]

  const waiting = waitingStates.get(state)
  if (waiting) return [{ state: waiting }]
  const entitling = entitlingStates.get(state)
  if (!entitling || expiresAtMs === undefined) return [{ state: 'UNKNOWN' }]
  return [
    { state: entitling, untilMs: expiresAtMs },
    // Of a cancelled one the end is known; any other has been renewed or is on hold by now.
    { ...expired, needsRefetch: entitling !== 'CANCELED' }
  ]
}
