import Type from 'typebox'
import { everybody } from './policy.ts'
import { route, Strict } from './route.ts'

/** Bytes that are read of who has not shown yet who they are. */
const longest = 64 * 1024

const told = {
  ...everybody,
  tag: 'Purchases',
  action: 'purchase.tell',
  resource: 'none',
  rate: 'webhook',
  method: 'POST'
} as const
const taken = {
  status: 200,
  reply: Strict({}),
  errors: ['store_not_set_up', 'store_signature_not_accepted', 'event_not_processed']
} as const

export const receiveAppStoreNotification = route({
  ...told,
  ...taken,
  path: '/api/webhooks/app-store',
  summary:
    'The App Store tells of a purchase (App Store Server Notifications V2): signed by Apple, written down, taken in',
  bodyAtMost: longest,
  body: Strict({ signedPayload: Type.String({ minLength: 1, maxLength: 65_000 }) })
})

export const receiveGooglePlayPush = route({
  ...told,
  path: '/api/webhooks/google-play',
  summary:
    'Pub/Sub tells that a purchase in Google Play has changed: signed by Google (OIDC), written down, then Google is asked',
  bytes: { type: 'application/json', atMost: longest, signedBy: 'authorization' },
  status: 204,
  errors: ['store_not_set_up', 'store_signature_not_accepted', 'provider_unavailable', 'event_not_processed']
})

export const receiveStripeEvent = route({
  ...told,
  ...taken,
  path: '/api/webhooks/stripe',
  summary: 'Stripe tells that something has happened to a subscription: signed, written down, asked for afterwards',
  bytes: { type: 'application/json', atMost: longest, signedBy: 'stripe-signature' }
})
