import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { updateMe } from '#contract/accounts.ts'
import { createResidence, createShareCode } from '#contract/residences.ts'
import { testApp } from '#test/harness.ts'

const key = { 'idempotency-key': 'a key of my own' }

test('a repeated Idempotency-Key gets the first reply; for another body it is refused', async (t) => {
  const ada = await (await testApp(t)).person('Ada')
  const home = { name: 'Home', timeZone: 'UTC' }
  const headers = { 'idempotency-key': 'create-a-home' }
  const first = await ada.call(createResidence, { body: home, headers })
  assert.deepEqual(await ada.call(createResidence, { body: home, headers }), first)
  const other = await ada.problem(createResidence, { body: { ...home, name: 'Other' }, headers })
  assert.equal(other.code, 'idempotency_key_reused')
})

test('a key that is no visible ASCII of 8 to 100 characters is refused', async (t) => {
  const ada = await (await testApp(t)).person('Ada')
  for (const wrong of ['short', 'x'.repeat(101), key['idempotency-key']]) {
    const problem = await ada.problem(updateMe, { body: { displayName: 'A' }, headers: { 'idempotency-key': wrong } })
    assert.deepEqual(problem.fields, [{ in: 'headers', path: '/idempotency-key', reason: 'format' }])
  }
})

test('a code that is shown once is not shown to a repetition', async (t) => {
  const ada = await (await testApp(t)).person('Ada')
  const { id } = await ada.call(createResidence, { body: { name: 'Home', timeZone: 'UTC' } })
  const input = {
    params: { residenceId: id },
    body: { role: 'member' },
    headers: { 'idempotency-key': 'share-once' }
  } as const
  await ada.call(createShareCode, input)
  assert.equal((await ada.problem(createShareCode, input)).code, 'idempotency_reply_withheld')
})

// ASVS 11.4.3
test('what is kept of a request cannot be compared with guesses of its body', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const body = { displayName: 'A' }
  await ada.call(updateMe, { body, headers: { 'idempotency-key': 'rename-me' } })
  const { request_digest: kept } = await app.db
    .selectFrom('idempotency_keys')
    .select('request_digest')
    .executeTakeFirstOrThrow()
  for (const text of [JSON.stringify(['PATCH', '/api/me', body]), JSON.stringify(body)]) {
    assert.ok(!kept.equals(createHash('sha256').update(text).digest()))
  }
})
