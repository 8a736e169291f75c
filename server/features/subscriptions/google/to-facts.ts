import type { PlayLineItem, PlaySubscription } from '#server/gateways/google-play/play-answers.ts'
import type { Fact, GooglePurchase, GoogleVoid, PeriodType } from '../facts.ts'
import { tokenDigest } from './purchase-token.ts'

/** Which of Google's ids stand for something of ours. */
type Products = Readonly<Record<string, unknown>>
/** The token of the purchase, and when Google was asked: just before the request was sent. */
type Asked = { readonly token: string; readonly askedAt: Temporal.Instant; readonly products: Products }

/** What Google says of a purchase. */
export function purchaseFact(purchase: PlaySubscription, { token, askedAt, products }: Asked): Fact {
  const item = itemOf(purchase.lineItems ?? [], products)
  const { linkedPurchaseToken: linked, outOfAppPurchaseContext: outOfApp } = purchase
  return {
    environment: purchase.testPurchase ? 'sandbox' : 'production',
    clockMs: askedAt.epochMilliseconds,
    content: {
      kind: 'google_purchase',
      tokenDigest: tokenDigest(token),
      state: purchase.subscriptionState.replace(/^SUBSCRIPTION_STATE_/, ''),
      startedAtMs: millisecondsOf(purchase.startTime),
      ...(item ? partOf(item) : nothing),
      replacesDigest: digestOf(linked),
      expiredDigest: digestOf(outOfApp?.expiredPurchaseToken),
      expiredAccountToken: accountTokenIn(outOfApp?.expiredExternalAccountIdentifiers),
      cancelledBy: cancellerIn(purchase.canceledStateContext ?? {}),
      accountToken: accountTokenIn(purchase.externalAccountIdentifiers),
      isAcknowledged: purchase.acknowledgementState === 'ACKNOWLEDGEMENT_STATE_ACKNOWLEDGED',
      resumesAtMs: millisecondsOf(purchase.pausedStateContext?.autoResumeTime)
    }
  }
}

/** Ours among what was bought together; of several the one that lasts longest. Where none is ours, the first. */
function itemOf(items: readonly PlayLineItem[], products: Products): PlayLineItem | undefined {
  const ours = items.filter(({ productId }) => Object.hasOwn(products, productId))
  const [longest] = ours.toSorted((left, right) => endOf(right) - endOf(left))
  return longest ?? items[0]
}

function endOf({ expiryTime }: PlayLineItem): number {
  return millisecondsOf(expiryTime) ?? 0
}

const nothing = { productId: '', willRenew: false, period: 'normal' } as const

function partOf(item: PlayLineItem) {
  return {
    productId: item.productId,
    expiresAtMs: millisecondsOf(item.expiryTime),
    willRenew: item.autoRenewingPlan?.autoRenewEnabled === true,
    nextProductId: item.deferredItemReplacement?.productId,
    period: periodOf(item.offerPhase ?? {}),
    orderId: item.latestSuccessfulOrderId,
    priceConsent: priceConsentOf(item)
  }
}

function periodOf(phase: NonNullable<PlayLineItem['offerPhase']>): PeriodType {
  if ('freeTrial' in phase) return 'trial'
  return 'introductoryPrice' in phase ? 'intro' : 'normal'
}

/** A rise that people must agree to; of any other they are only told. */
function priceConsentOf({ autoRenewingPlan }: PlayLineItem): 'pending' | 'given' | undefined {
  const change = autoRenewingPlan?.priceChangeDetails
  if (change?.priceChangeMode !== 'PRICE_INCREASE') return undefined
  if (change.priceChangeState === 'OUTSTANDING') return 'pending'
  return change.priceChangeState === 'CONFIRMED' || change.priceChangeState === 'APPLIED' ? 'given' : undefined
}

function cancellerIn(context: NonNullable<PlaySubscription['canceledStateContext']>): GooglePurchase['cancelledBy'] {
  if (context.userInitiatedCancellation) return 'user'
  if (context.systemInitiatedCancellation) return 'system'
  if (context.developerInitiatedCancellation) return 'developer'
  return context.replacementCancellation && 'replacement'
}

/** Whatever else an app has set there is nobody's. */
function accountTokenIn(ids: PlaySubscription['externalAccountIdentifiers']): string | undefined {
  const id = ids?.obfuscatedExternalAccountId?.toLowerCase()
  return id !== undefined && /^[0-9a-f]{64}$/.test(id) && !/^0+$/.test(id) ? id : undefined
}

function digestOf(token: string | undefined): string | undefined {
  return token === undefined || token === '' ? undefined : tokenDigest(token)
}

function millisecondsOf(moment: string | undefined): number | undefined {
  return moment === undefined ? undefined : Temporal.Instant.from(moment).epochMilliseconds
}

/** `voidedSource` */
const voiders: Readonly<Record<number, NonNullable<GoogleVoid['voidedBy']>>> = {
  0: 'user',
  1: 'developer',
  2: 'google'
}

type Voided = {
  readonly digest: string
  readonly orderId: string
  readonly voidedTimeMillis: string | number
  readonly voidedSource?: number
  readonly voidedReason?: number
}

/** An entry of Google's list of voided purchases. */
export function voidFact(
  { digest, orderId, voidedTimeMillis, voidedSource, voidedReason }: Voided,
  environment: Fact['environment']
): Fact {
  return {
    environment,
    clockMs: Number(voidedTimeMillis),
    content: {
      kind: 'google_void',
      tokenDigest: digest,
      orderId,
      reason: voidedReason,
      voidedBy: voidedSource === undefined ? undefined : voiders[voidedSource]
    }
  }
}
