import { openStripe, type StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import { finder } from '#server/platform/config.ts'
import { stripeSecrets } from '#server/platform/stripe-config.ts'
import { subscriptionsOf, type SubscriptionsConfig } from '#server/platform/subscriptions-config.ts'
import type { Scope } from '#test/afterwards.ts'
import { monthly, testStripe, yearly, type Delivery, type TestStripe } from '#test/doubles/stripe.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import * as api from '#contract/billing.ts'

export type StripeStage = {
  readonly app: TestApp
  readonly double: TestStripe
  readonly anna: Person
  readonly stripe: StripeAccess
  readonly subscriptions: SubscriptionsConfig
  /** Sends what Stripe has to tell, and runs what follows; how each was answered. */
  tell(): Promise<number[]>
  receive(delivery: Delivery): Promise<number>
  /** Anna opens a page and pays on it: the subscription. */
  pay(price?: string): Promise<string>
  /** Runs again at once what has failed. */
  retry(): Promise<void>
  paidUntil(person?: Person): Promise<string | null>
  states(): Promise<string[]>
  alerts(): Promise<string[]>
}

/** The product with Stripe behind it, live unless said otherwise. */
export async function stripeStage(scope: Scope, { isLive = true, secrets }: StageOptions = {}): Promise<StripeStage> {
  const clock = { now: Temporal.Now.instant } // until the test has one
  const double = await testStripe(scope, { isLive, now: () => clock.now() })
  if (secrets) double.secrets = secrets
  const { subscriptions, stripe } = accessTo(double)
  const app = await testApp(scope, { subscriptions, stripe })
  clock.now = app.clock.now
  const anna = await app.person('Anna')

  const receive = async ({ payload, headers }: Delivery) =>
    (await app.inject({ method: 'POST', url: '/api/webhooks/stripe', payload, headers })).statusCode
  const stage: StripeStage = {
    app,
    double,
    anna,
    stripe,
    subscriptions,
    receive,
    async tell() {
      app.clock.advance({ seconds: 1 }) // what is asked for later is newer
      const statuses = await double.deliver(receive)
      await app.runJobs()
      return statuses
    },
    async pay(price = monthly) {
      const { url } = await anna.call(api.startCheckout, { body: { price } })
      return double.world.pay(url.slice(url.lastIndexOf('/') + 1))
    },
    async retry() {
      await app.database.pool.query('update graphile_worker._private_jobs set run_at = now()')
      await app.runJobs()
    },
    async paidUntil({ userId } = anna) {
      const rows = app.db.selectFrom('entitlements').select('paid_until as until').where('user_id', '=', userId)
      const until = (await rows.executeTakeFirst())?.until ?? null
      return until && Temporal.Instant.from(until).toString()
    },
    async states() {
      const rows = await app.db.selectFrom('store_purchases').select('state').orderBy('number').execute()
      return rows.map(({ state }) => state)
    },
    async alerts() {
      const rows = await app.db.selectFrom('subscription_alerts').select('kind').orderBy('raised_at').execute()
      return rows.map(({ kind }) => kind)
    }
  }
  return stage
}

type StageOptions = { readonly isLive?: boolean; readonly secrets?: string[] }

function accessTo(double: TestStripe) {
  const subscriptions = subscriptionsOf({
    limits: true,
    apple: {
      bundleId: 'org.example.honeydue',
      appAppleId: 1234,
      products: { 'org.example.honeydue.pro.monthly': 'pro' }
    },
    stripe: { products: { [monthly]: 'pro', [yearly]: 'pro' }, standIn: double.url }
  })
  const files: Record<string, string> = { STRIPE_KEY: double.key, STRIPE_WEBHOOK_SECRET: double.secrets.join('\n') }
  const stripe = openStripe(
    { subscriptions },
    { stripe: stripeSecrets(subscriptions, finder((name) => files[name]).found) },
    [1]
  )
  if (!stripe) throw new Error('Stripe is configured')
  return { subscriptions, stripe }
}
