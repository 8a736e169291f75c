import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMe } from '#contract/accounts.ts'
import * as api from '#contract/billing.ts'
import { getSubscription } from '#contract/plans.ts'
import { monthly } from '#test/doubles/stripe.ts'
import { replicaOf } from '#test/harness.ts'
import { stripeStage } from './testing-stripe.ts'

test('where the limits are switched off nobody begins to pay, and who pays sees it and can end it', async (t) => {
  const stage = await stripeStage(t)
  const { app, double } = stage
  const ben = await app.person('Ben')
  const id = await stage.pay()
  await stage.tell()
  await ben.call(api.startCheckout, { body: { price: monthly } })
  const off = await replicaOf(app, t, {
    subscriptions: { ...stage.subscriptions, limits: false },
    stripe: stage.stripe
  })
  const [annaOff, benOff] = [off.caller(stage.anna.token), off.caller(ben.token)]

  for (const person of [annaOff, benOff])
    assert.equal((await person.problem(api.startCheckout, { body: { price: monthly } })).code, 'plans_not_offered')
  await app.runJobs()
  const pages = [...double.world.sessions.values()].map(({ status }) => status)
  assert.deepEqual(pages, ['complete', 'expired'], 'nor on a page that was open')
  assert.deepEqual(await benOff.call(api.getBilling), { prices: [], isCustomer: false })
  assert.equal((await benOff.problem(getSubscription)).code, 'plans_not_offered')
  assert.equal((await benOff.call(getMe)).offersPlans, false)

  assert.equal((await annaOff.call(getMe)).offersPlans, true)
  const { purchases, plan, trial, homes } = await annaOff.call(getSubscription)
  assert.deepEqual(
    [purchases.map(({ state }) => state), plan, trial.state, homes.limit],
    [['active'], 'pro', 'used', null]
  )
  assert.deepEqual(await annaOff.call(api.getBilling), { prices: [], isCustomer: true })
  assert.match((await annaOff.call(api.openBillingPortal)).url, /^https:/)

  double.world.end(id)
  await stage.tell()
  assert.equal((await annaOff.problem(getSubscription)).code, 'plans_not_offered')
  assert.equal((await annaOff.call(getMe)).offersPlans, false)
  assert.match((await annaOff.call(api.openBillingPortal)).url, /^https:/, 'for the invoices')
})
