import { everybody, signedIn } from './policy.ts'
import { OwnPurchase, PurchaseToken } from './purchases.ts'
import { route, Strict } from './route.ts'

const tag = 'Purchases'

export const receiveGooglePlayPush = route({
  ...everybody,
  tag,
  action: 'purchase.tell',
  resource: 'none',
  rate: 'webhook',
  method: 'POST',
  path: '/api/webhooks/google-play',
  summary:
    'Pub/Sub tells that a purchase in Google Play has changed: signed by Google (OIDC), written down, then Google is asked',
  bytes: { type: 'application/json', atMost: 65_536, signedBy: 'authorization' },
  status: 204,
  errors: ['store_not_set_up', 'store_signature_not_accepted', 'provider_unavailable', 'event_not_processed']
})

export const verifyGooglePurchase = route({
  ...signedIn,
  tag,
  action: 'account.edit',
  resource: 'self',
  rate: 'purchase',
  method: 'POST',
  path: '/api/me/purchases/google',
  summary: 'Show the token that Google Play has given out for a purchase; it becomes mine unless it is somebody else’s',
  body: Strict({ purchaseToken: PurchaseToken }),
  status: 200,
  reply: OwnPurchase,
  errors: ['store_not_set_up', 'store_unavailable', 'purchase_not_known', 'purchase_belongs_to_another_account']
})
