import Type from 'typebox'
import { everybody } from './policy.ts'
import { route, Strict } from './route.ts'

const told = {
  ...everybody,
  tag: 'Purchases',
  action: 'purchase.tell',
  resource: 'none',
  rate: 'webhook',
  method: 'POST',
  status: 200,
  reply: Strict({}),
  errors: ['store_not_set_up', 'store_signature_not_accepted', 'event_not_processed']
} as const

export const receiveAppStoreNotification = route({
  ...told,
  path: '/api/webhooks/app-store',
  summary:
    'The App Store tells of a purchase (App Store Server Notifications V2): signed by Apple, written down, taken in',
  body: Strict({ signedPayload: Type.String({ minLength: 1, maxLength: 65_000 }) })
})

export const receiveStripeEvent = route({
  ...told,
  path: '/api/webhooks/stripe',
  summary: 'Stripe tells that something has happened to a subscription: signed, written down, asked for afterwards',
  bytes: { type: 'application/json', atMost: 64 * 1024, signedBy: 'stripe-signature' }
})
