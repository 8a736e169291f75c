import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from '#test/harness.ts'
import { makeAlert } from '#test/make-staff.ts'
import { purchasesFinding } from './purchases-finding.ts'

test('doctor names what about purchases needs a human, and says nothing where nothing does', async (t) => {
  const app = await testApp(t)
  assert.equal(await purchasesFinding(app.ground.db), undefined)
  await makeAlert(app)
  await makeAlert(app)
  const finding = await purchasesFinding(app.ground.db)
  assert.match(finding?.message ?? '', /: unmapped_product 2$/)
})
