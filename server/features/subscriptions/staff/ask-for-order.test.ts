import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findPurchases } from '#contract/staff.ts'
import { makeStaff } from '#test/make-staff.ts'
import { counts, paidDays, storeStage } from '../testing/apple-stage.ts'

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
