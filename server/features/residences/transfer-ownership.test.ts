import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })

test('the other becomes owner and the former owner manager', async () => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const { items } = await owner.call(api.transferOwnership, { params, body: { userId: viewer.userId } })
  const roleOf = (userId: string) => items.find((member) => member.userId === userId)?.role
  assert.deepEqual([roleOf(owner.userId), roleOf(viewer.userId)], ['manager', 'owner'])
  assert.equal(items.filter(({ role }) => role === 'owner').length, 1)
  assert.equal((await owner.problem(api.deleteResidence, { params })).code, 'not_allowed')
  await viewer.call(api.deleteResidence, { params })
})

test('only an owner transfers, once, and a stranger finds no residence', async () => {
  const { owner, manager, member, stranger, residence } = await makeHousehold(app)
  const input = { params: { residenceId: residence.id }, body: { userId: member.userId } }
  assert.equal((await manager.problem(api.transferOwnership, input)).code, 'not_allowed')
  assert.equal((await stranger.problem(api.transferOwnership, input)).code, 'residence_not_found')
  await owner.call(api.transferOwnership, input)
  assert.equal((await owner.problem(api.transferOwnership, input)).code, 'not_allowed')
})

test('a person who is no member inherits nothing', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  for (const userId of [stranger.userId, elsewhere.owner.userId, newId()]) {
    const problem = await owner.problem(api.transferOwnership, {
      params: { residenceId: residence.id },
      body: { userId }
    })
    assert.equal(problem.code, 'member_not_found')
  }
  assert.equal((await owner.call(api.getResidence, { params: { residenceId: residence.id } })).role, 'owner')
})

test('a transfer to oneself is refused, so that no residence is left without an owner', async () => {
  const { owner, residence } = await makeHousehold(app)
  const input = { params: { residenceId: residence.id }, body: { userId: owner.userId } }
  const problem = await owner.problem(api.transferOwnership, input)
  assert.equal(problem.code, 'invalid_input')
  assert.deepEqual(problem.fields, [{ in: 'body', path: '/userId', reason: 'yourself' }])
})

test('the transfer is audited with who inherits', async () => {
  const { owner, manager, residence } = await makeHousehold(app)
  await owner.call(api.transferOwnership, { params: { residenceId: residence.id }, body: { userId: manager.userId } })
  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id', 'subject_id'])
    .where('residence_id', '=', residence.id)
    .where('event', 'like', 'ownership.%')
    .execute()
  assert.deepEqual(events, [{ event: 'ownership.transferred', actor_id: owner.userId, subject_id: manager.userId }])
})
