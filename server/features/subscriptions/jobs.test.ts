import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppStore } from '#server/gateways/app-store/app-store.ts'
import type { GooglePlay } from '#server/gateways/google-play/open-google-play.ts'
import type { StripeAccess } from '#server/gateways/stripe/open-stripe.ts'
import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { subscriptionCron, subscriptionStart } from './jobs.ts'
import { testSubscriptions } from './testing/facts.ts'

test('what did not reach us is asked for at each start and every hour, at each store where something is sold', () => {
  const nothing: unknown = {} // opened, and never asked here
  const services = {
    subscriptions: testSubscriptions,
    appStore: nothing as AppStore,
    googlePlay: nothing as GooglePlay,
    stripe: nothing as StripeAccess
  }
  const asking = ['apple-catch-up', 'google-overdue', 'google-voided', 'catch-up-stripe'].map(named)
  const hourly = subscriptionCron(services).filter(({ cron }) => /^\d+ \* \* \* \*$/.test(cron))
  for (const job of asking)
    assert.ok(
      hourly.some((line) => line.job === job),
      job
    )
  const always = ['replay', 'prepare-months'].map(named)
  assert.deepEqual(subscriptionStart(services).toSorted(), [...asking, ...always].toSorted())

  const { subscriptions, appStore } = services
  assert.deepEqual(
    subscriptionStart({ subscriptions, appStore }).toSorted(),
    [...always, ...asking.slice(0, 1)].toSorted()
  )
  assert.deepEqual(subscriptionStart({ subscriptions: subscriptionsOf({}) }), [])
})

const named = (job: string) => `subscriptions.${job}`
