import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Money, Words } from './values.ts'

/** What is paid on the web how often. */
export const WebPrice = Strict({
  id: Type.String(),
  price: Money,
  every: Strict({ unit: Words('day', 'week', 'month', 'year'), count: Type.Integer({ minimum: 1 }) })
})
export type WebPrice = Type.Static<typeof WebPrice>

export const Billing = Strict({
  /** As the configuration names them; none where nothing is limited. */
  prices: Type.Array(WebPrice),
  /** There is something to manage: the account has paid on the web before. */
  isCustomer: Type.Boolean()
})
export type Billing = Type.Static<typeof Billing>

const tag = 'Purchases'
const Page = Strict({ url: Type.String({ format: 'uri' }) })

export const getBilling = route({
  ...signedIn,
  tag,
  action: 'account.read',
  resource: 'self',
  method: 'GET',
  path: '/api/me/billing',
  summary: 'What can be paid on the web, and whether I have',
  status: 200,
  reply: Billing,
  errors: ['billing_not_offered', 'billing_out_of_order', 'store_unavailable']
})

export const startCheckout = route({
  ...signedIn,
  tag,
  action: 'account.edit',
  resource: 'self',
  rate: 'billing',
  method: 'POST',
  path: '/api/me/billing/checkout',
  summary: 'A page of the payment service on which I can pay; there is one at a time, and one store that is paid',
  body: Strict({ price: Type.String({ minLength: 1, maxLength: 200 }) }),
  status: 200,
  reply: Page,
  errors: [
    'billing_not_offered',
    'plans_not_offered',
    'price_not_offered',
    'subscription_paid_elsewhere',
    'subscription_paid_already',
    'billing_out_of_order',
    'store_unavailable'
  ]
})

export const openBillingPortal = route({
  ...signedIn,
  tag,
  action: 'account.edit',
  resource: 'self',
  rate: 'billing',
  method: 'POST',
  path: '/api/me/billing/portal',
  summary: 'A page of the payment service on which I can change the card, see invoices, and cancel',
  status: 200,
  reply: Page,
  secretReply: true,
  errors: ['billing_not_offered', 'billing_not_begun', 'billing_out_of_order', 'store_unavailable']
})
