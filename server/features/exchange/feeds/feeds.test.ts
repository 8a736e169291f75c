import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as api from '#contract/calendar-feeds.ts'
import { archiveResidence, removeMember } from '#contract/residences.ts'
import { updateTask } from '#contract/tasks.ts'
import { fillResidence } from '#test/fill-residence.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { planNodes } from '#test/query-plan.ts'
import { race } from '#test/race.ts'
import { rateLimits } from '#server/platform/rate-limits.ts'
import { readComing, readLate } from '../../tasks/to-do-queries.ts'
import { readCalendar } from '../testing/read-calendar.ts'

const body = { content: 'events', alarms: true } as const

async function makeFeed(person: Person, content: api.FeedContent = 'events') {
  const { url, feed } = await person.call(api.createCalendarFeed, { body: { ...body, content } })
  return { id: feed.id, address: new URL(url).pathname }
}

function read(app: TestApp, address: string, headers: Record<string, string> = {}) {
  return app.inject({ method: 'GET', url: address, headers })
}

async function titlesIn(app: TestApp, address: string, name = 'vevent'): Promise<string[]> {
  const { body: text } = await read(app, address)
  return readCalendar(text)
    .getAllSubcomponents(name)
    .map((each) => String(each.getFirstPropertyValue('summary')))
}

// ASVS 7.2.3, 14.3.2
test('whoever has the address reads the calendar: without a cookie, kept by no cache, told to no other site', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const home = await makeResidence(ada, { name: 'Haus am See' })
  await makeTask(ada, home.id, { title: 'Test the alarms', schedule: every(1, 'month', { timeOfDay: '06:45' }) })
  const { address } = await makeFeed(ada)
  assert.match(address, /^\/api\/calendar\/[\w-]{43}\.ics$/)

  const answer = await read(app, address, { cookie: 'x=y' })

  assert.equal(answer.statusCode, 200)
  assert.equal(answer.headers['content-type'], 'text/calendar; charset=utf-8')
  assert.equal(answer.headers['cache-control'], 'no-store')
  assert.equal(answer.headers['referrer-policy'], 'no-referrer')
  assert.equal(answer.headers['set-cookie'], undefined)
  const calendar = readCalendar(answer.body)
  assert.equal(calendar.getAllSubcomponents('vtimezone').length, 1)
  const [event] = calendar.getAllSubcomponents('vevent')
  assert.equal(event?.getFirstPropertyValue('location'), 'Haus am See')
})

test('with the tag of the last time there is nothing to send, until a task has changed', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const home = await makeResidence(ada)
  const task = await makeTask(ada, home.id, { title: 'Sweep', startOn: '2026-03-12' })
  const { address } = await makeFeed(ada)
  const etag = String((await read(app, address)).headers.etag)

  const known = await read(app, address, { 'if-none-match': etag })
  assert.deepEqual([known.statusCode, known.body, known.headers['cache-control']], [304, '', 'no-store'])
  await ada.call(updateTask, { params: { taskId: task.id }, body: { title: 'Sweep the path' } })
  assert.equal((await read(app, address, { 'if-none-match': etag })).statusCode, 200)
  assert.deepEqual(await titlesIn(app, address), ['Sweep the path'])
})

test('a feed of to-dos has what has no date, too', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const home = await makeResidence(ada)
  await makeTask(ada, home.id, { title: 'Some day' })
  await makeTask(ada, home.id, { title: 'Late', startOn: '2026-03-01' })
  assert.deepEqual(await titlesIn(app, (await makeFeed(ada, 'todos')).address, 'vtodo'), ['Late', 'Some day'])
  assert.deepEqual(await titlesIn(app, (await makeFeed(ada)).address), ['Late'])
})

// ASVS 8.2.2
test('a feed shows what its owner may read at that moment: no home that they left or that was archived', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  await makeTask(owner, residence.id, { title: 'Shared', startOn: '2026-03-12' })
  const own = await makeResidence(member)
  await makeTask(member, own.id, { title: 'Own', startOn: '2026-03-13' })
  const { address } = await makeFeed(member)
  assert.deepEqual((await titlesIn(app, address)).toSorted(), ['Own', 'Shared'])

  await owner.call(removeMember, { params: { residenceId: residence.id, userId: member.userId } })
  assert.deepEqual(await titlesIn(app, address), ['Own'])
  await member.call(archiveResidence, { params: { residenceId: own.id } })
  assert.deepEqual(await titlesIn(app, address), [])
})

// ASVS 7.4.1
test('a wrong, a revoked and a malformed address, and one of a closed account, answer alike', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const [revoked, closed] = [await makeFeed(ada), await makeFeed(ada)]
  await ada.call(api.revokeCalendarFeed, { params: { feedId: revoked.id } })
  await app.db.updateTable('users').set({ disabled_at: app.clock.now().toString() }).execute()
  const wrong = `/api/calendar/${'A'.repeat(43)}.ics`
  for (const address of [revoked.address, closed.address, wrong, '/api/calendar/x.ics']) {
    const answer = await read(app, address)
    assert.deepEqual([answer.statusCode, answer.json().code], [404, 'calendar_feed_not_found'], address)
  }
})

test('a feed is its owner’s to list and to revoke; nobody else knows of it', async (t) => {
  const app = await testApp(t)
  const [ada, ben] = [await app.person('Ada'), await app.person('Ben')]
  const { id, address } = await makeFeed(ada)
  await read(app, address)
  assert.deepEqual((await ada.call(api.listCalendarFeeds)).items, [
    { id, ...body, createdAt: '2026-03-10T12:00:00Z', lastReadAt: '2026-03-10T12:00:00Z' }
  ])
  assert.deepEqual((await ben.call(api.listCalendarFeeds)).items, [])
  const params = { feedId: id }
  assert.equal((await ben.problem(api.revokeCalendarFeed, { params })).code, 'calendar_feed_not_found')
  await ada.call(api.revokeCalendarFeed, { params })
  assert.equal((await ada.problem(api.revokeCalendarFeed, { params })).code, 'calendar_feed_not_found')
  assert.deepEqual((await ada.call(api.listCalendarFeeds)).items, [])
})

test('making one asks who one is when that was shown too long ago', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  await app.db.updateTable('sessions').set({ authenticated_at: '2026-03-10T11:00:00Z' }).execute()
  assert.equal((await ada.problem(api.createCalendarFeed, { body })).code, 'step_up_required')
})

// ASVS 15.4.2
test('of fifteen that are made at once ten are there', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const ends = await race(15, () => ada.send(api.createCalendarFeed, { body }))
  const statuses = ends.map((end) => (end.status === 'fulfilled' ? end.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 409).length, 5)
  assert.equal((await ada.call(api.listCalendarFeeds)).items.length, api.mostFeeds)
})

// ASVS 13.3.4
test('the first reading under a new key makes the address independent of the former one', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const { address } = await makeFeed(ada)
  const kept = () =>
    app.db.selectFrom('calendar_feeds').select(['digest', 'key_id', 'last_read_at']).executeTakeFirstOrThrow()
  const made = await kept()
  assert.ok(!address.includes(made.digest.toString('base64url')))
  await app.db.updateTable('calendar_feeds').set({ key_id: 'former' }).execute()
  await read(app, address)
  assert.equal((await kept()).key_id, made.key_id)
  app.clock.advance({ minutes: 59 })
  await read(app, address)
  assert.equal((await kept()).last_read_at, '2026-03-10T12:00:00Z', 'noted once an hour')
  app.clock.advance({ minutes: 1 })
  await read(app, address)
  assert.equal((await kept()).last_read_at, '2026-03-10T13:00:00Z')
})

// ASVS 2.4.1
test('sixty addresses that are not there are looked for in an hour from one place; one that is there costs nothing', async (t) => {
  const app = await testApp(t, { rateLimits })
  const { address } = await makeFeed(await app.person('Ada'))
  for (let index = 0; index < 50; index++) assert.equal((await read(app, address)).statusCode, 200)
  app.clock.advance({ minutes: 1 })
  const statuses: number[] = []
  for (let index = 0; index < 70; index++) {
    if (index === 40) app.clock.advance({ minutes: 1 })
    statuses.push((await read(app, `/api/calendar/${'B'.repeat(43)}.ics`)).statusCode)
  }
  assert.equal(statuses.filter((status) => status === 404).length, 61)
  assert.equal(statuses.filter((status) => status === 429).length, 9)
})

test('of a home with 20 000 tasks a feed holds the nearest, and reads no more than those, from the board’s index', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const schedule = { kind: 'once' } as const
  await fillResidence(app, residence.id, { tasks: 20_000, schedule, from: '2025-01-01', days: 1100 })
  const asked = { residenceId: residence.id, today: '2026-03-10' }
  const nodes = await planNodes(
    app.database,
    async (db) => [await readComing(db, { ...asked, limit: 1800 }), await readLate(db, { ...asked, limit: 200 })],
    owner.userId
  )
  const scans = nodes.filter(({ relation }) => relation === 'tasks')
  assert.deepEqual([...new Set(scans.map(({ index }) => index))], ['tasks_board'])
  assert.ok(scans.reduce((sum, { rows }) => sum + rows, 0) <= 2 * 2000)

  const { address } = await makeFeed(owner)
  const events = readCalendar((await read(app, address)).body).getAllSubcomponents('vevent')
  const dates = events.map((each) => String(each.getFirstPropertyValue('dtstart')))
  assert.equal(dates.filter((date) => date >= '2026-03-10').length, 1800)
  assert.equal(dates.filter((date) => date < '2026-03-10').length, 200)
  assert.deepEqual([dates.includes('2026-03-09'), dates.includes('2026-03-10')], [true, true])
})
