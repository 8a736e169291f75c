import Type from 'typebox'

/**
 * What the store signs, as far as we read it. Apple adds properties, types and subtypes as it likes: what is not named here is
 * let through, and every word is a text, never one of a list.
 */

const Id = Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$' })
const Word = Type.String({ minLength: 1, maxLength: 255 })
/** Milliseconds since 1970. */
const Moment = Type.Number({ minimum: 0, maximum: 8.64e15 })
const WholeNumber = Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER })

/** `JWSTransactionDecodedPayload` */
export const Transaction = Type.Object({
  transactionId: Id,
  originalTransactionId: Id,
  bundleId: Word,
  productId: Word,
  environment: Word,
  purchaseDate: Moment,
  signedDate: Moment,
  type: Word,
  inAppOwnershipType: Type.Optional(Word),
  transactionReason: Type.Optional(Word),
  webOrderLineItemId: Type.Optional(Id),
  expiresDate: Type.Optional(Moment),
  revocationDate: Type.Optional(Moment),
  revocationType: Type.Optional(Word),
  revocationPercentage: Type.Optional(Type.Number()),
  isUpgraded: Type.Optional(Type.Boolean()),
  offerType: Type.Optional(WholeNumber),
  offerDiscountType: Type.Optional(Word),
  appAccountToken: Type.Optional(Word),
  appTransactionId: Type.Optional(Id),
  price: Type.Optional(WholeNumber),
  currency: Type.Optional(Word)
})
export type Transaction = Type.Static<typeof Transaction>

/** `JWSRenewalInfoDecodedPayload` */
export const Renewal = Type.Object({
  originalTransactionId: Id,
  environment: Word,
  signedDate: Moment,
  autoRenewStatus: Type.Optional(WholeNumber),
  autoRenewProductId: Type.Optional(Word),
  isInBillingRetryPeriod: Type.Optional(Type.Boolean()),
  gracePeriodExpiresDate: Type.Optional(Moment),
  expirationIntent: Type.Optional(WholeNumber),
  priceIncreaseStatus: Type.Optional(WholeNumber),
  appAccountToken: Type.Optional(Word)
})
export type Renewal = Type.Static<typeof Renewal>

const OfApp = { bundleId: Word, appAppleId: Type.Optional(WholeNumber) }

/** `responseBodyV2DecodedPayload`: exactly one of `data`, `summary`, `externalPurchaseToken` and `appData`. */
export const NotificationPayload = Type.Object({
  notificationType: Word,
  subtype: Type.Optional(Type.Union([Type.Null(), Type.String({ maxLength: 255 })])),
  notificationUUID: Id,
  signedDate: Moment,
  data: Type.Optional(
    Type.Object({
      ...OfApp,
      environment: Word,
      status: Type.Optional(WholeNumber),
      signedTransactionInfo: Type.Optional(Type.String()),
      signedRenewalInfo: Type.Optional(Type.String())
    })
  ),
  summary: Type.Optional(
    Type.Object({
      ...OfApp,
      environment: Word,
      succeededCount: Type.Optional(WholeNumber),
      failedCount: Type.Optional(WholeNumber)
    })
  ),
  externalPurchaseToken: Type.Optional(Type.Object({ ...OfApp, externalPurchaseId: Type.Optional(Word) })),
  appData: Type.Optional(Type.Object({ ...OfApp, environment: Word }))
})
export type NotificationPayload = Type.Static<typeof NotificationPayload>
