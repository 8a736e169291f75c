import Type from 'typebox'
import { Check } from 'typebox/value'

/** Only what is used; Google may write more, and words that we do not know yet. */
const Text = Type.Optional(Type.String({ maxLength: 4096 }))
const Moment = Type.Optional(Type.String({ format: 'date-time' }))
const AccountIds = Type.Optional(Type.Object({ obfuscatedExternalAccountId: Text }))
const PriceChange = Type.Optional(Type.Object({ priceChangeMode: Text, priceChangeState: Text }))

const Cancellation = Type.Optional(Type.Object({}))

const LineItem = Type.Object({
  productId: Type.String(),
  expiryTime: Moment,
  latestSuccessfulOrderId: Text,
  autoRenewingPlan: Type.Optional(
    Type.Object({ autoRenewEnabled: Type.Optional(Type.Boolean()), priceChangeDetails: PriceChange })
  ),
  prepaidPlan: Type.Optional(Type.Object({})),
  /** Which of them is there says what is paid now. */
  offerPhase: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  deferredItemReplacement: Type.Optional(Type.Object({ productId: Text }))
})

/** `SubscriptionPurchaseV2` */
const Subscription = Type.Object({
  subscriptionState: Type.String({ maxLength: 100 }),
  acknowledgementState: Text,
  startTime: Moment,
  linkedPurchaseToken: Text,
  lineItems: Type.Optional(Type.Array(LineItem)),
  externalAccountIdentifiers: AccountIds,
  outOfAppPurchaseContext: Type.Optional(
    Type.Object({ expiredPurchaseToken: Text, expiredExternalAccountIdentifiers: AccountIds })
  ),
  /** Which of them is there says who has cancelled it. */
  canceledStateContext: Type.Optional(
    Type.Object({
      userInitiatedCancellation: Cancellation,
      systemInitiatedCancellation: Cancellation,
      developerInitiatedCancellation: Cancellation,
      replacementCancellation: Cancellation
    })
  ),
  pausedStateContext: Type.Optional(Type.Object({ autoResumeTime: Moment })),
  /** There for licence testers only. */
  testPurchase: Type.Optional(Type.Object({}))
})
export type PlaySubscription = Type.Static<typeof Subscription>
export type PlayLineItem = Type.Static<typeof LineItem>

/** An `int64`, which JSON of Google's holds as text. */
const Milliseconds = Type.Union([Type.String({ pattern: '^\\d{1,15}$' }), Type.Integer({ minimum: 0 })])

/** `VoidedPurchase` */
const Voided = Type.Object({
  purchaseToken: Type.String({ minLength: 1, maxLength: 4096 }),
  orderId: Type.String({ minLength: 1, maxLength: 255 }),
  voidedTimeMillis: Milliseconds,
  voidedSource: Type.Optional(Type.Integer()),
  voidedReason: Type.Optional(Type.Integer())
})
export type PlayVoided = Type.Static<typeof Voided>

const VoidedPage = Type.Object({
  voidedPurchases: Type.Optional(Type.Array(Voided)),
  tokenPagination: Type.Optional(Type.Object({ nextPageToken: Text }))
})

export function subscriptionIn(text: string): PlaySubscription | undefined {
  return read(Subscription, text)
}

export function voidedIn(text: string): { voided: readonly PlayVoided[]; next: string | undefined } | undefined {
  const page = read(VoidedPage, text)
  return page && { voided: page.voidedPurchases ?? [], next: page.tokenPagination?.nextPageToken }
}

function read<S extends Type.TSchema>(schema: S, text: string): Type.Static<S> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return Check(schema, value) ? value : undefined
  } catch {
    return undefined
  }
}
