import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { mayChangeRole, type Role } from '#contract/roles.ts'
import { newId } from '#server/platform/ids.ts'
import { replicaOf, testApp } from '#test/harness.ts'
import { addMember, makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })
const roles: Role[] = ['viewer', 'member', 'manager', 'owner']

// ASVS 8.3.2
test('a new role counts at the next request with the same token, in every process', async (t) => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const elsewhere = (await replicaOf(app, t)).caller(viewer.token)
  const params = { residenceId: residence.id }
  const edit = { params, body: { name: 'By the former viewer' } }
  assert.equal((await viewer.problem(api.updateResidence, edit)).code, 'not_allowed')
  const path = { ...params, userId: viewer.userId }
  const changed = await owner.call(api.changeRole, { params: path, body: { role: 'manager' } })
  assert.deepEqual([changed.userId, changed.displayName, changed.role], [viewer.userId, 'Vic Viewer', 'manager'])
  await viewer.call(api.updateResidence, edit)
  await elsewhere.call(api.updateResidence, edit)
  await owner.call(api.changeRole, { params: path, body: { role: 'viewer' } })
  for (const caller of [viewer, elsewhere])
    assert.equal((await caller.problem(api.updateResidence, edit)).code, 'not_allowed')
})

test('every change of a role by every role goes as contract/roles.ts says', async () => {
  const household = await makeHousehold(app)
  const { residence } = household
  await addMember(app, residence, await app.person('Second owner'), 'owner')
  const target = await app.person('Toni Target')
  await addMember(app, residence, target, 'viewer')
  const params = { residenceId: residence.id, userId: target.userId }

  for (const changer of roles) {
    for (const from of roles) {
      for (const role of roles) {
        await household.owner.call(api.changeRole, { params, body: { role: from } })
        const { statusCode } = await household[changer].send(api.changeRole, { params, body: { role } })
        const expected = mayChangeRole(changer, from, role) ? 200 : 403
        assert.equal(statusCode, expected, `${changer}: ${from} to ${role}`)
      }
    }
  }
})

// ASVS 8.2.1
test('nobody promotes themselves', async () => {
  const household = await makeHousehold(app)
  for (const role of roles.filter((each) => each !== 'owner')) {
    const { userId } = household[role]
    const params = { residenceId: household.residence.id, userId }
    const problem = await household[role].problem(api.changeRole, { params, body: { role: 'owner' } })
    assert.equal(problem.code, 'not_allowed')
  }
})

test('the last owner cannot step down; with a second one either can', async () => {
  const { owner, manager, residence } = await makeHousehold(app)
  const stepDown = { params: { residenceId: residence.id, userId: owner.userId }, body: { role: 'member' } } as const
  const refused = await owner.problem(api.changeRole, stepDown)
  assert.deepEqual([refused.status, refused.code], [409, 'last_owner'])
  const promote = { params: { residenceId: residence.id, userId: manager.userId }, body: { role: 'owner' } } as const
  await owner.call(api.changeRole, promote)
  assert.equal((await owner.call(api.changeRole, stepDown)).role, 'member')
})

test('a stranger finds no residence, a manager no member who is not one', async () => {
  const { manager, stranger, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  const path = (userId: string) =>
    ({ params: { residenceId: residence.id, userId }, body: { role: 'viewer' } }) as const
  assert.equal((await stranger.problem(api.changeRole, path(stranger.userId))).code, 'residence_not_found')
  for (const userId of [stranger.userId, elsewhere.member.userId, newId()]) {
    assert.equal((await manager.problem(api.changeRole, path(userId))).code, 'member_not_found')
  }
})

test('the same role again changes nothing and is not audited', async () => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const input = { params: { residenceId: residence.id, userId: viewer.userId }, body: { role: 'member' } } as const
  const first = await owner.call(api.changeRole, input)
  assert.deepEqual(await owner.call(api.changeRole, input), first)
  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'subject_id'])
    .where('residence_id', '=', residence.id)
    .where('event', '=', 'role.changed')
    .execute()
  assert.deepEqual(events, [{ event: 'role.changed', subject_id: viewer.userId }])
})

test('a role that there is not is refused', async () => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id, userId: viewer.userId }
  // The role is meant not to be of the contract's type.
  const problem = await owner.problem(api.changeRole, { params, body: { role: 'admin' as Role } })
  assert.equal(problem.code, 'invalid_input')
})
