import { everybody } from './policy.ts'
import { route, Strict } from './route.ts'

export const receiveStripeEvent = route({
  ...everybody,
  tag: 'Purchases',
  action: 'purchase.tell',
  resource: 'none',
  rate: 'webhook',
  method: 'POST',
  path: '/api/webhooks/stripe',
  summary: 'Stripe tells that something has happened to a subscription: signed, written down, asked for afterwards',
  bytes: { type: 'application/json', atMost: 64 * 1024, signedBy: 'stripe-signature' },
  status: 200,
  reply: Strict({}),
  errors: ['store_not_set_up', 'store_signature_not_accepted', 'event_not_processed']
})
