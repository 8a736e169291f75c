import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Nullable } from './values.ts'

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
