import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { listAlerts, resolveAlert } from '#contract/staff.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeStaff } from '#test/make-staff.ts'
import { projectUnmapped } from '../intake/replay.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { appleTransaction, googlePurchase, onDay, testSubscriptions } from '../testing/facts.ts'
import { raiseAlert } from './alert-queries.ts'
import { watchPurchases } from './watch-purchases.ts'

const subscriptions = testSubscriptions

function jobOf(app: TestApp) {
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  return makeContext(app.ground, { kind: 'job', name: 'test' } as const, origin)
}

async function bought(app: TestApp, fact = appleTransaction({ expiresAtMs: onDay(300) })) {
  const ctx = jobOf(app)
  const [taken] = await ctx.write((tx) =>
    takeFacts(tx, ctx, { subscriptions }, { facts: [fact], cause: 'asked_google' })
  )
  return taken?.purchase.id ?? assert.fail()
}

const named = (key: string) => ({ originalTransactionId: key, transactionId: key })

async function tokenOf(app: TestApp, { userId }: Person): Promise<string> {
  const ofOne = app.db.selectFrom('users').select('purchase_token as token').where('id', '=', userId)
  return (await ofOne.executeTakeFirstOrThrow()).token
}

async function opened(app: TestApp, services = { subscriptions }): Promise<string[]> {
  await watchPurchases(jobOf(app), services)
  const rows = await app.db
    .selectFrom('subscription_alerts')
    .select(['kind', 'purchase_id'])
    .where('resolved_at', 'is', null)
    .orderBy('kind')
    .execute()
  return rows.map(({ kind }) => kind)
}

/** What was said in the log. */
function said(app: TestApp): unknown[] {
  return app.log.lines.filter(({ message }) => message?.startsWith('purchases need')).map(({ fields }) => fields)
}

test('what somebody pays for and is nobody’s is a matter for a human after a day, until it is somebody’s', async (t) => {
  const app = await testApp(t, { subscriptions })
  app.log.expectErrors()
  const anna = await app.person('Anna')
  await bought(app)
  app.clock.advance({ hours: 23, minutes: 59 })
  assert.deepEqual(await opened(app), [])
  app.clock.advance({ minutes: 1 })
  assert.deepEqual(await opened(app), ['unattributed'])

  const accountToken = await tokenOf(app, anna)
  await bought(app, appleTransaction({ accountToken, expiresAtMs: onDay(300), clockMs: onDay(1) }))

  assert.deepEqual(await opened(app), [])
})

test('what somebody else bought after it was somebody’s is such a matter too, a day after; what a gone account had is not', async (t) => {
  const app = await testApp(t, { subscriptions })
  app.log.expectErrors()
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const [ofAnna, ofBerta] = [await tokenOf(app, anna), await tokenOf(app, berta)]
  await bought(app, appleTransaction({ accountToken: ofAnna }))
  await bought(app, appleTransaction({ ...named('2'), accountToken: ofBerta, expiresAtMs: onDay(300) }))
  await app.db.deleteFrom('users').where('id', '=', berta.userId).execute()
  app.clock.advance({ hours: 10 * 24 })
  const again = { transactionId: '9', purchasedAtMs: onDay(10), expiresAtMs: onDay(300) }
  const purchaseId = await bought(app, appleTransaction({ ...again, accountToken: randomUUID() }))

  app.clock.advance({ hours: 23, minutes: 59 })
  assert.deepEqual(await opened(app), [])
  app.clock.advance({ minutes: 1 })
  assert.deepEqual(await opened(app), ['unattributed'])
  const { about } = await app.db.selectFrom('subscription_alerts').select('about').executeTakeFirstOrThrow()
  assert.equal(about, purchaseId)
})

test('that a product has no name is over once the configuration names it and all who bought it have it', async (t) => {
  const app = await testApp(t, { subscriptions })
  app.log.expectErrors()
  for (const key of ['1', '2', '3']) {
    const accountToken = await tokenOf(app, await app.person(`Anna ${key}`))
    const productId = key === '3' ? 'other.product' : 'new.product'
    await bought(app, appleTransaction({ ...named(key), accountToken, productId }))
  }
  const onceForAll = { kind: 'unmapped_product', about: 'apple pro.lifetime' } as const
  await app.db.transaction().execute((tx) => raiseAlert(tx, onceForAll, app.clock.now()))
  const unmapped = ['unmapped_product', 'unmapped_product', 'unmapped_product']
  assert.deepEqual(await opened(app), unmapped)

  const { apple } = subscriptions
  const products = { ...apple?.products, 'new.product': 'pro', 'pro.lifetime': 'pro' } as const
  const services = { subscriptions: { ...subscriptions, apple: apple && { ...apple, products } } }
  assert.deepEqual(await opened(app, services), unmapped)
  await projectUnmapped(jobOf(app), services)
  assert.deepEqual(await opened(app, services), unmapped.slice(1))
  const closed = app.db.selectFrom('subscription_alerts').select('about').where('resolved_at', 'is not', null)
  assert.deepEqual(await closed.execute(), [{ about: 'apple new.product' }])
})

// X11, X12
test('a purchase of which Google is not told is one after a day, a worse one after two, and none once it is told', async (t) => {
  const app = await testApp(t, { subscriptions })
  app.log.expectErrors()
  const purchaseId = await bought(app, googlePurchase({ isAcknowledged: false, state: 'EXPIRED' }))
  const at = app.clock.now().toString()
  await app.db.deleteFrom('google_acknowledgements').execute()
  await app.db
    .insertInto('google_acknowledgements')
    .values({ purchase_id: purchaseId, bought_at: at, due_at: at, next_at: at })
    .execute()
  app.clock.advance({ hours: 23, minutes: 59 })
  assert.deepEqual(await opened(app), [])
  app.clock.advance({ minutes: 1 })
  assert.deepEqual(await opened(app), ['acknowledgement_due'])
  app.clock.advance({ hours: 24 })
  assert.deepEqual(await opened(app), ['acknowledgement_critical', 'acknowledgement_due'])
  await app.db.updateTable('google_acknowledgements').set({ acknowledged_at: at }).execute()
  assert.deepEqual(await opened(app), [])
})

test('what is open is said once a day for each kind, with how many there are; what staff closed stays closed for a week', async (t) => {
  const app = await testApp(t, { subscriptions })
  app.log.expectErrors()
  const stella = await makeStaff(app)
  for (const key of ['1', '2', '3']) await bought(app, appleTransaction({ ...named(key), expiresAtMs: onDay(300) }))
  app.clock.advance({ hours: 24 })
  for (let time = 0; time < 3; time++) await opened(app)
  assert.deepEqual(said(app), [{ alert: 'unattributed', open: 3 }])
  app.clock.advance({ hours: 24 })
  await opened(app)
  assert.equal(said(app).length, 2)

  const { items } = await stella.call(listAlerts, { query: {} })
  for (const { id } of items)
    await stella.call(resolveAlert, { params: { alertId: id }, body: { note: 'Asked the buyer' } })
  assert.deepEqual(await opened(app), [])
  app.clock.advance({ hours: 7 * 24 })
  assert.equal((await opened(app)).length, 3)
})
