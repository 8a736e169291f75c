import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { purchaseCauses } from '#contract/purchase-causes.ts'
import { testApp } from '#test/harness.ts'
import { makePurchase } from '#test/make-staff.ts'

/** As they were kept before there were codes. */
const before = ['told by apple', 'asked google', 'asked for again', 'asked for before a checkout', 'shown by a client']

test('what has changed a purchase is kept by its code, also what was a line of English before', async (t) => {
  const app = await testApp(t)
  const purchaseId = await makePurchase(app)
  const at = app.clock.now().toString()
  const rows = [...purchaseCauses, ...before].map((cause) => ({ purchase_id: purchaseId, at, state: 'ACTIVE', cause }))
  await app.db.insertInto('purchase_history').values(rows).execute()

  const migration = new URL('../../../../migrations/0049_purchase_causes.sql', import.meta.url)
  await app.database.pool.query(await readFile(migration, 'utf8'))

  const kept = await app.db.selectFrom('purchase_history').select('cause').orderBy('id').execute()
  const codes = ['told_by_apple', 'asked_google', 'asked_stripe', 'asked_before_checkout', 'shown_by_client']
  assert.deepEqual(
    kept.map(({ cause }) => cause),
    [...purchaseCauses, ...codes]
  )
})
