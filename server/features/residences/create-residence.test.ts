import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { testApp } from '#test/harness.ts'

const app = await testApp({ after })
const anna = await app.person('Anna')

const everything = {
  name: 'Haus am See',
  timeZone: 'Pacific/Auckland',
  street: 'Seeweg 1',
  city: 'Wānaka',
  region: 'Otago',
  postalCode: '9305',
  country: 'NZ',
  propertyType: 'holiday_home',
  profile: { heating: 'heat_pump', roof: 'metal', flooring: ['hardwood', 'tile'], pool: false, garage: true }
} as const satisfies api.NewResidence

test('who creates a residence is its owner and reads back all that was given', async () => {
  app.clock.set('2026-03-10T12:00:00Z')
  const created = await anna.call(api.createResidence, { body: everything })
  const { id, ...rest } = created
  assert.deepEqual(rest, {
    ...everything,
    role: 'owner',
    today: '2026-03-11', // New Zealand is 13 hours ahead
    memberCount: 1,
    photoId: null,
    archivedAt: null,
    createdAt: '2026-03-10T12:00:00Z'
  })
  assert.deepEqual(await anna.call(api.getResidence, { params: { residenceId: id } }), created)
})

test('a name and a time zone are enough', async () => {
  const created = await anna.call(api.createResidence, { body: { name: 'Hut', timeZone: 'Europe/Berlin' } })
  const { street, city, region, postalCode, country, propertyType, profile } = created
  assert.deepEqual([street, city, region, postalCode, country, propertyType], Array(6).fill(null))
  assert.deepEqual(profile, {})
})

test('today follows the residence over its midnight', async () => {
  const { id } = await anna.call(api.createResidence, { body: { name: 'Kiritimati', timeZone: 'Pacific/Kiritimati' } })
  const todayAt = async (instant: string) => {
    app.clock.set(instant)
    return (await anna.call(api.getResidence, { params: { residenceId: id } })).today
  }
  assert.equal(await todayAt('2026-03-10T09:59:59Z'), '2026-03-10')
  assert.equal(await todayAt('2026-03-10T10:00:00Z'), '2026-03-11')
})

for (const timeZone of ['Mars/Olympus', '+02', 'Europe', 'Etc/GMT+99']) {
  test(`the time zone ${timeZone} is refused and nothing is written`, async () => {
    const before = await countResidences()
    const problem = await anna.problem(api.createResidence, { body: { name: 'Nowhere', timeZone } })
    assert.equal(problem.code, 'time_zone_unknown')
    assert.equal(await countResidences(), before)
  })
}

const refused: [what: string, body: object][] = [
  ['no name', { timeZone: 'Europe/Berlin' }],
  ['an empty name', { name: '', timeZone: 'Europe/Berlin' }],
  ['a name of two lines', { name: 'a\nb', timeZone: 'Europe/Berlin' }],
  ['a name of 121 characters', { name: 'x'.repeat(121), timeZone: 'Europe/Berlin' }],
  ['an offset for a time zone', { name: 'Hut', timeZone: '+02:00' }],
  ['no time zone', { name: 'Hut' }],
  ['an unknown field', { name: 'Hut', timeZone: 'Europe/Berlin', ownerId: anna.userId }],
  ['an unknown field of the profile', { name: 'Hut', timeZone: 'Europe/Berlin', profile: { moat: true } }],
  ['a property type that there is not', { name: 'Hut', timeZone: 'Europe/Berlin', propertyType: 'castle' }],
  ['a flooring twice', { name: 'Hut', timeZone: 'Europe/Berlin', profile: { flooring: ['tile', 'tile'] } }],
  ['a country in words', { name: 'Hut', timeZone: 'Europe/Berlin', country: 'Germany' }]
]
// ASVS 2.2.1
for (const [what, body] of refused) {
  test(`${what} is refused and nothing is written`, async () => {
    const before = await countResidences()
    // The body is meant not to be of the route's type.
    const problem = await anna.problem(api.createResidence, { body: body as api.NewResidence })
    assert.equal(problem.code, 'invalid_input')
    assert.equal(await countResidences(), before)
  })
}

test('the same Idempotency-Key creates one residence and answers alike', async () => {
  const before = await countResidences()
  const input = { body: { name: 'Once', timeZone: 'Europe/Berlin' }, headers: { 'idempotency-key': 'create-once-1' } }
  const [first, second] = [await anna.send(api.createResidence, input), await anna.send(api.createResidence, input)]
  assert.deepEqual([second.statusCode, second.body], [201, first.body])
  assert.equal(second.headers.etag, first.headers.etag)
  assert.equal(await countResidences(), before + 1)
})

test('creating is audited', async () => {
  const { id } = await anna.call(api.createResidence, { body: { name: 'Audited', timeZone: 'Europe/Berlin' } })
  const events = await app.db.selectFrom('audit_events').selectAll().where('residence_id', '=', id).execute()
  assert.deepEqual(
    events.map(({ event, actor_id, subject_id }) => ({ event, actor_id, subject_id })),
    [{ event: 'residence.created', actor_id: anna.userId, subject_id: id }]
  )
})

async function countResidences(): Promise<number> {
  return (await app.db.selectFrom('residences').select('id').execute()).length
}
