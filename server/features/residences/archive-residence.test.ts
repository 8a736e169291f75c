import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })

test('an archived residence is readable and not changed, until it is brought back', async () => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  app.clock.set('2026-04-01T08:00:00Z')
  const archived = await owner.call(api.archiveResidence, { params })
  assert.equal(archived.archivedAt, '2026-04-01T08:00:00Z')

  assert.equal((await viewer.call(api.getResidence, { params })).name, residence.name)
  assert.equal((await viewer.call(api.listMembers, { params })).items.length, 4)
  const refusals = await Promise.all([
    owner.problem(api.updateResidence, { params, body: { name: 'Changed' } }),
    owner.problem(api.createShareCode, { params, body: { role: 'viewer' } }),
    owner.problem(api.createShareFile, { params, body: { role: 'viewer' } })
  ])
  assert.deepEqual(
    refusals.map(({ status, code }) => `${status} ${code}`),
    Array(3).fill('409 residence_archived')
  )

  const back = await owner.call(api.unarchiveResidence, { params })
  assert.equal(back.archivedAt, null)
  assert.equal((await owner.call(api.updateResidence, { params, body: { name: 'Changed' } })).name, 'Changed')
})

test('whose role does not allow it hears that first, archived or not', async () => {
  const { owner, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await owner.call(api.archiveResidence, { params })
  assert.equal((await viewer.problem(api.updateResidence, { params, body: { name: 'X' } })).code, 'not_allowed')
})

test('the people of an archived residence can still go', async () => {
  const { owner, manager, member, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await owner.call(api.archiveResidence, { params })
  await viewer.call(api.removeMember, { params: { ...params, userId: viewer.userId } })
  await owner.call(api.changeRole, { params: { ...params, userId: member.userId }, body: { role: 'viewer' } })
  await owner.call(api.transferOwnership, { params, body: { userId: manager.userId } })
  await manager.call(api.deleteResidence, { params })
})

test('archiving twice keeps the first moment and is audited once', async () => {
  const { owner, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const first = await owner.call(api.archiveResidence, { params })
  app.clock.advance({ hours: 1 })
  assert.deepEqual(await owner.call(api.archiveResidence, { params }), first)
  await owner.call(api.unarchiveResidence, { params })
  await owner.call(api.unarchiveResidence, { params })

  const events = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('residence_id', '=', residence.id)
    .where('event', '!=', 'residence.created')
    .orderBy('at')
    .orderBy('event')
    .execute()
  assert.deepEqual(
    events.map(({ event }) => event),
    ['residence.archived', 'residence.unarchived']
  )
})

test('only an owner archives; a stranger does not find it', async () => {
  const { manager, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  for (const route of [api.archiveResidence, api.unarchiveResidence]) {
    assert.equal((await manager.problem(route, { params })).code, 'not_allowed')
    assert.equal((await stranger.problem(route, { params })).code, 'residence_not_found')
  }
})
