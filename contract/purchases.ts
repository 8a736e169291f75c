import Type from 'typebox'
import { signedIn } from './policy.ts'
import type { ErrorCode } from './errors.ts'
import { route, Strict, StrictPartial } from './route.ts'
import { Instant, Nullable, Words } from './values.ts'

const shown = {
  ...signedIn,
  tag: 'Purchases',
  action: 'account.edit',
  resource: 'self',
  rate: 'purchase',
  method: 'POST'
} as const

/** What a store has signed: three parts of base64url, of which Apple's are some kilobytes long. */
const Signed = Type.String({ minLength: 1, maxLength: 32_000 })

/** Google's name of a purchase, and the key to it. */
const PurchaseToken = Type.String({ minLength: 16, maxLength: 4096, pattern: '^[\\x21-\\x7e]+$' })

/** What a purchase is, after it was shown and is the caller's; `GET /api/me/subscription` says what follows from all of them. */
export const OwnPurchase = Strict({
  isEntitled: Type.Boolean(),
  /** Until when it entitles, if nothing else is heard of it. */
  entitledUntil: Nullable(Instant),
  product: Nullable(Type.String()),
  isSandbox: Type.Boolean()
})
export type OwnPurchase = Type.Static<typeof OwnPurchase>

export const verifyApplePurchase = route({
  ...shown,
  path: '/api/me/purchases/apple',
  summary:
    'Show what StoreKit has given out for a purchase (`jwsRepresentation`); it becomes mine unless it is somebody else’s',
  body: Strict({ signedTransaction: Signed, signedRenewalInfo: Type.Optional(Signed) }),
  status: 200,
  reply: OwnPurchase,
  errors: [
    'store_not_set_up',
    'purchase_not_verified',
    'purchase_not_a_subscription',
    'purchase_belongs_to_another_account'
  ]
})

export const verifyGooglePurchase = route({
  ...shown,
  path: '/api/me/purchases/google',
  summary: 'Show the token that Google Play has given out for a purchase; it becomes mine unless it is somebody else’s',
  body: Strict({ purchaseToken: PurchaseToken }),
  status: 200,
  reply: OwnPurchase,
  errors: ['store_not_set_up', 'store_unavailable', 'purchase_not_known', 'purchase_belongs_to_another_account']
})

/** Why something that was shown is not the caller's. */
const refusals = [
  'purchase_belongs_to_another_account',
  'purchase_not_a_subscription',
  'purchase_not_known',
  'purchase_not_verified',
  'store_not_set_up',
  'store_unavailable'
] as const satisfies readonly ErrorCode[]
export type PurchaseRefusal = (typeof refusals)[number]
export function isPurchaseRefusal(code: ErrorCode): code is PurchaseRefusal {
  return refusals.some((refusal) => refusal === code)
}

/** What became of one of them, in the order in which they were sent, Apple's first. */
export const Restored = Strict({
  store: Words('apple', 'google'),
  purchase: Nullable(OwnPurchase),
  refusal: Nullable(Words(...refusals))
})
export type Restored = Type.Static<typeof Restored>

export const restorePurchases = route({
  ...shown,
  path: '/api/me/purchases/restore',
  summary:
    'Show all that this device has bought, after a reinstallation for instance; each becomes mine or says why not',
  body: StrictPartial(
    { apple: Type.Array(Signed, { maxItems: 10 }), google: Type.Array(PurchaseToken, { maxItems: 10 }) },
    { minProperties: 1 }
  ),
  status: 200,
  reply: Strict({ items: Type.Array(Restored) }),
  errors: []
})
