import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { mayRemove, type Role } from '#contract/roles.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type Person } from '#test/harness.ts'
import { addMember, makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })
const roles: Role[] = ['viewer', 'member', 'manager', 'owner']

// ASVS 8.3.2
test('access ends at the next request of who was removed', async () => {
  const { manager, member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await member.call(api.getResidence, { params })
  await manager.call(api.removeMember, { params: { ...params, userId: member.userId } })

  assert.equal((await member.problem(api.getResidence, { params })).code, 'residence_not_found')
  assert.equal((await member.problem(api.listMembers, { params })).code, 'residence_not_found')
  assert.deepEqual((await member.call(api.listResidences, { query: {} })).items, [])
  const left = await manager.call(api.listMembers, { params })
  assert.equal(left.items.length, 3)
})

test('everyone can leave, but not the last owner', async () => {
  const household = await makeHousehold(app)
  const { owner, residence } = household
  for (const role of ['viewer', 'member', 'manager'] as const) {
    const { userId } = household[role]
    await household[role].call(api.removeMember, { params: { residenceId: residence.id, userId } })
  }
  const params = { residenceId: residence.id, userId: owner.userId }
  assert.equal((await owner.problem(api.removeMember, { params })).code, 'last_owner')
  assert.equal((await owner.call(api.getResidence, { params })).memberCount, 1)
})

test('every removal by every role goes as contract/roles.ts says', async () => {
  const household = await makeHousehold(app)
  const { residence } = household
  for (const remover of roles) {
    for (const role of roles) {
      const target = await app.person('Toni Target')
      await addMember(app, residence, target, role)
      const params = { residenceId: residence.id, userId: target.userId }
      const { statusCode } = await household[remover].send(api.removeMember, { params })
      assert.equal(statusCode, mayRemove(remover, role) ? 204 : 403, `${remover} removes ${role}`)
    }
  }
})

test('a stranger finds no residence, a manager no member who is not one, nobody twice', async () => {
  const { manager, member, stranger, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  const path = (userId: string) => ({ params: { residenceId: residence.id, userId } })
  assert.equal((await stranger.problem(api.removeMember, path(member.userId))).code, 'residence_not_found')
  assert.equal((await stranger.problem(api.removeMember, path(stranger.userId))).code, 'residence_not_found')
  for (const userId of [elsewhere.member.userId, newId()]) {
    assert.equal((await manager.problem(api.removeMember, path(userId))).code, 'member_not_found')
  }
  await manager.call(api.removeMember, path(member.userId))
  assert.equal((await manager.problem(api.removeMember, path(member.userId))).code, 'member_not_found')
})

test('leaving and being removed are told apart in the audit log', async () => {
  const { manager, member, viewer, residence } = await makeHousehold(app)
  await manager.call(api.removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  await viewer.call(api.removeMember, { params: { residenceId: residence.id, userId: viewer.userId } })
  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id', 'subject_id'])
    .where('residence_id', '=', residence.id)
    .where('event', 'like', 'member.%')
    .orderBy('at')
    .orderBy('event')
    .execute()
  assert.deepEqual(events, [
    { event: 'member.removed', actor_id: manager.userId, subject_id: member.userId },
    { event: 'member.left', actor_id: viewer.userId, subject_id: viewer.userId }
  ])
})

type Pool = (keyof Awaited<ReturnType<typeof makeHousehold>> & Role)[]
const turns: [what: string, pool: Pool, turn: Role | null, then: { pool: Pool; turn: Role | null }][] = [
  [
    'their turn passes to the next',
    ['owner', 'member', 'viewer'],
    'member',
    { pool: ['owner', 'viewer'], turn: 'viewer' }
  ],
  [
    'after the last of the pool comes the first',
    ['owner', 'viewer', 'member'],
    'member',
    { pool: ['owner', 'viewer'], turn: 'owner' }
  ],
  ['with nobody else in the pool it is nobody’s turn', ['member'], 'member', { pool: [], turn: null }],
  [
    'an assignee outside the pool is followed by its first',
    ['owner', 'viewer'],
    'member',
    { pool: ['owner', 'viewer'], turn: 'owner' }
  ],
  ['somebody else’s turn stays theirs', ['member', 'owner'], 'owner', { pool: ['owner'], turn: 'owner' }],
  ['a task that is anyone’s stays so', ['member', 'owner'], null, { pool: ['owner'], turn: null }],
  ['tasks without them stay untouched', ['owner', 'viewer'], 'viewer', { pool: ['owner', 'viewer'], turn: 'viewer' }]
]
for (const [what, pool, turn, then] of turns) {
  test(`when a member goes, ${what}`, async () => {
    const household = await makeHousehold(app)
    const { member, owner, residence } = household
    const idOf = (role: Role) => household[role].userId
    const taskId = await insertTask(residence.id, pool.map(idOf), turn && household[turn])
    const before = await taskRow(taskId)

    await owner.call(api.removeMember, { params: { residenceId: residence.id, userId: member.userId } })

    const now = await taskRow(taskId)
    assert.deepEqual(now.memberIds, then.pool.map(idOf))
    assert.equal(now.assigneeId, then.turn && idOf(then.turn))
    assert.equal(now.version > before.version, pool.includes('member') || turn === 'member')
    assert.equal(now.boardVersion > before.boardVersion, before.assigneeId !== now.assigneeId)
  })
}

test('a member who leaves one residence keeps their turns in another', async () => {
  const { member, owner, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  await addMember(app, elsewhere.residence, member, 'member')
  const taskId = await insertTask(elsewhere.residence.id, [member.userId], member)
  await owner.call(api.removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  assert.equal((await taskRow(taskId)).assigneeId, member.userId)
})

async function insertTask(residenceId: string, memberIds: string[], assignee: Person | null): Promise<string> {
  const id = newId()
  await app.db
    .insertInto('tasks')
    .values({
      id,
      residence_id: residenceId,
      title: 'Filter',
      schedule: '{"kind":"once"}',
      member_ids: memberIds,
      assignee_id: assignee?.userId ?? null
    })
    .execute()
  return id
}

function taskRow(id: string) {
  return app.db
    .selectFrom('tasks')
    .innerJoin('residences', 'residences.id', 'tasks.residence_id')
    .select([
      'tasks.member_ids as memberIds',
      'tasks.assignee_id as assigneeId',
      'tasks.version',
      'residences.board_version as boardVersion'
    ])
    .where('tasks.id', '=', id)
    .executeTakeFirstOrThrow()
}
