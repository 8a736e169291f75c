import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { testApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'

const app = await testApp({ after })
const { residence, manager, viewer, stranger } = await makeHousehold(app)
const params = { residenceId: residence.id }

test('a manager changes what is given; the rest stays', async () => {
  const before = await manager.call(api.getResidence, { params })
  const body = { name: 'Lindenhof', postalCode: '10115', profile: { pool: true } }
  const changed = await manager.call(api.updateResidence, { params, body })
  assert.deepEqual(changed, { ...before, ...body })
  assert.deepEqual(await manager.call(api.getResidence, { params }), changed)
})

test('null takes a detail away, and a profile replaces the former one', async () => {
  await manager.call(api.updateResidence, { params, body: { city: 'Ulm', profile: { pool: true, attic: true } } })
  const changed = await manager.call(api.updateResidence, { params, body: { city: null, profile: { attic: false } } })
  assert.equal(changed.city, null)
  assert.deepEqual(changed.profile, { attic: false })
})

test('a new time zone changes what date it is there', async () => {
  app.clock.set('2026-06-30T23:30:00Z')
  const { today } = await manager.call(api.updateResidence, { params, body: { timeZone: 'America/New_York' } })
  assert.equal(today, '2026-06-30')
  const moved = await manager.call(api.updateResidence, { params, body: { timeZone: 'Europe/Berlin' } })
  assert.equal(moved.today, '2026-07-01')
})

test('a viewer may not change it, a stranger does not find it', async () => {
  const input = { params, body: { name: 'Mine now' } }
  assert.equal((await viewer.problem(api.updateResidence, input)).code, 'not_allowed')
  assert.equal((await stranger.problem(api.updateResidence, input)).code, 'residence_not_found')
  assert.notEqual((await manager.call(api.getResidence, { params })).name, 'Mine now')
})

test('an unknown time zone and an empty change are refused', async () => {
  const unknown = await manager.problem(api.updateResidence, { params, body: { timeZone: 'Europe/Atlantis' } })
  assert.equal(unknown.code, 'time_zone_unknown')
  assert.equal((await manager.problem(api.updateResidence, { params, body: {} })).code, 'invalid_input')
})

test('of two who edit what they both read, the second is told', async () => {
  const read = await manager.send(api.getResidence, { params })
  const ifMatch = String(read.headers.etag)
  const first = await manager.send(api.updateResidence, { params, body: { name: 'First' }, ifMatch })
  assert.equal(first.statusCode, 200)
  const second = await manager.problem(api.updateResidence, { params, body: { name: 'Second' }, ifMatch })
  assert.deepEqual([second.status, second.code], [412, 'precondition_failed'])
  const again = await manager.send(api.updateResidence, {
    params,
    body: { name: 'Second' },
    ifMatch: String(first.headers.etag)
  })
  assert.equal(again.json<api.Residence>().name, 'Second')
})

test('reading again with the tag gives 304 until something of the answer changes', async () => {
  const anna = await app.person('Anna')
  const { id } = await makeResidence(anna)
  const path = { params: { residenceId: id } }
  const read = async (ifNoneMatch: string) => anna.send(api.getResidence, { ...path, ifNoneMatch })
  const tag = async () => String((await anna.send(api.getResidence, path)).headers.etag)

  app.clock.set('2026-03-10T12:00:00Z')
  const first = await tag()
  assert.deepEqual([(await read(first)).statusCode, (await read(first)).body], [304, ''])

  const changes: [what: string, change: () => Promise<unknown>][] = [
    ['its details', () => anna.call(api.updateResidence, { ...path, body: { name: 'Other' } })],
    ['the date', async () => app.clock.advance({ days: 1 })],
    ['the members', async () => addMember(app, { ...residence, id }, await app.person('Ben'), 'owner')],
    [
      'the caller’s role',
      () => anna.call(api.changeRole, { params: { residenceId: id, userId: anna.userId }, body: { role: 'member' } })
    ]
  ]
  for (const [what, change] of changes) {
    const former = await tag()
    await change()
    assert.equal((await read(former)).statusCode, 200, what)
  }
})

test('a refused change writes no audit event, one that is made writes one', async () => {
  const { owner, viewer: guest, residence: home } = await makeHousehold(app)
  const path = { residenceId: home.id }
  await guest.problem(api.updateResidence, { params: path, body: { name: 'No' } })
  await owner.call(api.updateResidence, { params: path, body: { name: 'Yes' } })
  const events = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('residence_id', '=', home.id)
    .orderBy('at')
    .execute()
  assert.deepEqual(
    events.map(({ event }) => event),
    ['residence.created', 'residence.updated']
  )
})
