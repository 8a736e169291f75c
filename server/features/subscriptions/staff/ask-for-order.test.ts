import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPurchases } from '#contract/staff.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { makeStaff } from '#test/make-staff.ts'
import { testSubscriptions } from '../testing/facts.ts'
import { counts, paidDays, storeStage } from '../testing/apple-stage.ts'
import { askForOrder } from './ask-for-order.ts'

test('who has paid and nobody has told of it is found by the number on the receipt, and has it at once', async (t) => {
  const stage = await storeStage(t)
  const [anna, stella] = [await stage.app.person('Anna'), await makeStaff(stage.app)]
  const { orderId, originalTransactionId } = stage.store.buy({ appAccountToken: await stage.tokenOf(anna) })
  const find = (value: string) => stella.call(findPurchases, { body: { by: 'order', value } })
  assert.equal(await paidDays(stage, anna), undefined)

  const { purchases } = await find(` ${orderId.toLowerCase()} `)

  assert.deepEqual(
    purchases.map(({ key, state, account }) => [key, state, account?.id]),
    [[originalTransactionId, 'ACTIVE', anna.userId]]
  )
  assert.equal(await paidDays(stage, anna), 30)
  await stage.app.runJobs()
  const statuses = `Production GET /inApps/v1/subscriptions/${originalTransactionId}`
  assert.equal(stage.store.asked.at(-1), statuses, 'whether it will renew is asked next')
  const before = await counts(stage)
  await find(orderId)
  await stage.app.runJobs()
  assert.deepEqual([await counts(stage), before?.['purchases']], [before, 1])
  assert.deepEqual((await find('M000000')).purchases, [])
})

test('what is no number of a receipt is asked of nobody; where the App Store does not answer, staff is told so', async (t) => {
  const stage = await storeStage(t)
  const stella = await makeStaff(stage.app)
  const body = { by: 'order', value: '2000000000000001' } as const
  assert.deepEqual((await stella.call(findPurchases, { body })).purchases, [])
  assert.deepEqual(stage.store.asked, [])
  stage.store.answerNext({ status: 500 })
  const { code } = await stella.problem(findPurchases, { body: { by: 'order', value: 'MK5Y2V8ZQ1' } })
  assert.equal(code, 'store_unavailable')
})

test('where the App Store refuses to say, or says what it has not signed for us, staff is told that', async (t) => {
  const { app, store, gateway } = await storeStage(t)
  const stella = await makeStaff(app)
  store.answerNext({ status: 400, errorCode: 4_000_000 })
  const { code } = await stella.problem(findPurchases, { body: { by: 'order', value: 'MK5Y2V8ZQ1' } })
  assert.equal(code, 'store_refused')

  const actor = { userId: stella.userId, sessionId: '', verified: true, authenticatedAt: app.clock.now() }
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  const ctx = makeContext(app.ground, { kind: 'user', ...actor }, origin)
  const order = () => Promise.reject(new NotFromTheStore('signature'))
  const services = { subscriptions: testSubscriptions, appStore: { ...gateway, order } }
  await assert.rejects(() => askForOrder(ctx, services, 'MK5Y2V8ZQ1'), { code: 'store_refused' })
  const told = app.log.lines.filter(({ message }) => message === 'the App Store does not tell of an order')
  assert.deepEqual(
    told.map(({ level, fields }) => [level, fields]),
    [
      ['warn', { reason: 'the App Store says 400 (4000000)' }],
      ['warn', { reason: new NotFromTheStore('signature').message }]
    ]
  )
})
