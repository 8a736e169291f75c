import type {
  AppleRenewal,
  AppleTransaction,
  Fact,
  FactContent,
  FactKind,
  GooglePurchase,
  StripeSubscription
} from '../../facts.ts'
import type { PurchaseState } from '#contract/purchase-states.ts'
import { leewayMs, stripeGraceMs } from '../policy.ts'

/**
 * The state at one moment, question by question as the design put them, without phases and without products: what `project`
 * is compared with.
 */

export function naiveApple(facts: readonly Fact[], now: number): PurchaseState {
  const all = contentsOf(facts, 'apple_transaction')
  const current = newestOf(all.filter((one) => one.revokedAtMs === undefined && !one.isUpgraded))
  const newest = newestOf(all)
  if (!newest) return 'NONE'
  if (!current) return newest.revokedAtMs === undefined ? 'SUPERSEDED' : 'REVOKED'

  const renewal = renewalAbout(current, facts)
  if (current.expiresAtMs > now) return renewal?.willRenew === false ? 'CANCELED' : 'ACTIVE'
  if (all.some((one) => one.revokedAtMs !== undefined && rankOf(one) > rankOf(current))) return 'REVOKED'
  return afterExpiry(current, renewal, now)
}

function renewalAbout(current: AppleTransaction, facts: readonly Fact[]): AppleRenewal | undefined {
  const signed = facts.find(({ content }) => content === current)
  const said = facts.find(({ content }) => content.kind === 'apple_renewal')
  const isAbout = said && signed && (said.clockMs >= current.purchasedAtMs || said.clockMs >= signed.clockMs)
  return isAbout ? (said.content as AppleRenewal) : undefined // found by its kind
}

function afterExpiry({ expiresAtMs }: AppleTransaction, renewal: AppleRenewal | undefined, now: number): PurchaseState {
  if (renewal?.isRetrying) return (renewal.graceUntilMs ?? 0) > now ? 'GRACE' : 'HOLD'
  const isToRenew = renewal?.willRenew === true && renewal.expirationIntent === undefined
  return isToRenew && expiresAtMs + leewayMs > now ? 'ACTIVE' : 'EXPIRED'
}

function newestOf(transactions: readonly AppleTransaction[]): AppleTransaction | undefined {
  let newest: AppleTransaction | undefined
  for (const one of transactions) if (!newest || rankOf(one) > rankOf(newest)) newest = one
  return newest
}

const rankOf = ({ purchasedAtMs, transactionId }: AppleTransaction) =>
  `${String(purchasedAtMs).padStart(20, '0')} ${transactionId}`

const googleStates: Record<string, PurchaseState> = {
  PENDING: 'PENDING',
  ACTIVE: 'ACTIVE',
  CANCELED: 'CANCELED',
  IN_GRACE_PERIOD: 'GRACE',
  ON_HOLD: 'HOLD',
  PAUSED: 'PAUSED',
  EXPIRED: 'EXPIRED',
  PENDING_PURCHASE_CANCELED: 'EXPIRED'
}

export function naiveGoogle(digest: string, facts: readonly Fact[], now: number): PurchaseState {
  const purchases = contentsOf(facts, 'google_purchase')
  const purchase = purchases.find((one) => one.tokenDigest === digest)
  if (!purchase) return 'NONE'
  const successors = purchases.filter((one) => one.replacesDigest === digest && one.tokenDigest !== digest)
  if (successors.some(({ state }) => !['PENDING', 'UNKNOWN', 'PENDING_PURCHASE_CANCELED'].includes(state))) {
    return 'SUPERSEDED'
  }
  const state = googleStates[purchase.state] ?? 'UNKNOWN'
  if (state === 'EXPIRED' || state === 'PENDING') return state
  const voids = contentsOf(facts, 'google_void')
  if (voids.some((one) => one.tokenDigest === digest && one.orderId === purchase.orderId)) return 'REVOKED'
  return atExpiry(purchase, state, now)
}

function atExpiry({ expiresAtMs }: GooglePurchase, state: PurchaseState, now: number): PurchaseState {
  if (state !== 'ACTIVE' && state !== 'GRACE' && state !== 'CANCELED') return state
  if (expiresAtMs === undefined) return 'UNKNOWN'
  return expiresAtMs <= now ? 'EXPIRED' : state
}

export function naiveStripe(facts: readonly Fact[], now: number): PurchaseState {
  const [subscription] = contentsOf(facts, 'stripe_subscription')
  if (!subscription) return 'NONE'
  if (subscription.isRefunded) return 'REVOKED'
  const { status, periodStartedAtMs, expiresAtMs } = subscription
  if (status === 'active' || status === 'trialing') return whileRunning(subscription, now)
  if (status !== 'past_due') return stripeStates[status] ?? 'UNKNOWN'
  return now < periodStartedAtMs + stripeGraceMs && now < expiresAtMs ? 'GRACE' : 'HOLD'
}

function whileRunning({ willRenew, expiresAtMs }: StripeSubscription, now: number): PurchaseState {
  if (now < expiresAtMs) return willRenew ? 'ACTIVE' : 'CANCELED'
  return willRenew && now < expiresAtMs + leewayMs ? 'ACTIVE' : 'EXPIRED'
}

const stripeStates: Record<string, PurchaseState> = {
  incomplete: 'PENDING',
  incomplete_expired: 'EXPIRED',
  unpaid: 'HOLD',
  paused: 'PAUSED',
  canceled: 'EXPIRED'
}

function contentsOf<Kind extends FactKind>(facts: readonly Fact[], kind: Kind): Extract<FactContent, { kind: Kind }>[] {
  const contents = facts.map(({ content }) => content)
  return contents.filter((content): content is Extract<FactContent, { kind: Kind }> => content.kind === kind)
}
