import assert from 'node:assert/strict'
import { test } from 'node:test'
import { enqueue } from '#server/platform/jobs.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { testSubscriptions } from '../testing/facts.ts'

test('a refused claim is forgotten after the month in which it counts', async (t) => {
  const app = await testApp(t, { subscriptions: testSubscriptions })
  await refuse(app)
  app.clock.advance({ hours: 1 })
  await refuse(app)
  app.clock.advance({ hours: 30 * 24 - 1 })
  assert.equal(await left(app), 2)

  await app.db.transaction().execute((tx) => enqueue(tx, 'subscriptions.sweep', {}))
  await app.runJobs()

  assert.equal(await left(app), 1)
})

async function refuse(app: TestApp): Promise<void> {
  const { userId } = await app.person('Anna')
  const at = app.clock.now().toString()
  const [purchaseId, key] = [newId(), newId()]
  await app.db
    .insertInto('store_purchases')
    .values({ id: purchaseId, store: 'apple', environment: 'production', key, first_seen_at: at, projected_at: at })
    .execute()
  await app.db
    .insertInto('refused_claims')
    .values({ id: newId(), at, user_id: userId, purchase_id: purchaseId })
    .execute()
}

async function left(app: TestApp): Promise<number> {
  return (await app.db.selectFrom('refused_claims').select('id').execute()).length
}
