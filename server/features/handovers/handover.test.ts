import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { completeTask, listCompletions, setCompletionPhotos } from '#contract/completions.ts'
import { createDocument, listDocuments } from '#contract/documents.ts'
import { listMyEvents, listResidenceEvents } from '#contract/events.ts'
import { getFile, setResidencePhoto } from '#contract/files.ts'
import * as api from '#contract/handovers.ts'
import * as residences from '#contract/residences.ts'
import { addReading, createMeter, listReadings } from '#contract/meters.ts'
import { getTask, listTasks } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { makeFile } from '#test/make-file.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'

const all: api.Keep = { history: true, notes: true, costs: true, photos: true, papers: true }
const nothing: api.Keep = { history: false, notes: false, costs: false, photos: false, papers: false }

/** A home with a past: a weekly task done by Mia with a photo, note and cost, one done for good, a paper, a picture. */
async function livedIn(t: TestContext) {
  const app = await testApp(t)
  const people = await makeHousehold(app)
  const { owner, member, residence } = people
  const params = { residenceId: residence.id }
  const buyer = await app.person('Bea')
  const [photo, front, scan] = [
    await makeFile(app, member, residence.id),
    await makeFile(app, owner, residence.id),
    await makeFile(app, owner, residence.id)
  ]
  const assignment = { rotation: 'fixed' as const, memberIds: [member.userId], currentId: member.userId }
  const weekly = await makeTask(owner, residence.id, {
    title: 'Weekly',
    schedule: every(1, 'week'),
    estimatedCost: { minor: 500, currency: 'EUR' },
    assignment
  })
  const once = await makeTask(owner, residence.id, { title: 'Once' })
  const body = { kind: 'done', notes: 'Private', cost: { minor: 900, currency: 'EUR' }, minutes: 5 } as const
  const done = await member.call(completeTask, {
    params: { taskId: weekly.id },
    body: { ...body, dueOn: weekly.dueOn }
  })
  await member.call(setCompletionPhotos, {
    params: { completionId: done.completion.id },
    body: { photoIds: [photo.id] }
  })
  await owner.call(completeTask, { params: { taskId: once.id }, body: { ...body, dueOn: null } })
  await owner.call(setResidencePhoto, { params, body: { photoId: front.id } })
  await owner.call(createDocument, {
    params,
    body: { title: 'Boiler', details: { kind: 'warranty' }, fileIds: [scan.id] }
  })
  const offer = async (keep: api.Keep) => (await owner.call(api.offerHandover, { params, body: { keep } })).code
  return { ...people, app, buyer, params, weekly, photo, front, scan, offer }
}

test('a home goes over with all that was chosen: another owner, and nobody of before sees it or any of its files any more', async (t) => {
  const home = await livedIn(t)
  const { app, owner, member, manager, viewer, buyer, params, offer } = home
  const code = await offer(all)
  const shown = await buyer.call(api.lookAtHandover, { body: { code: code.toLowerCase() } })
  assert.deepEqual([shown.residence, shown.offeredBy, shown.keep], [home.residence.name, owner.name, all])

  const taken = await buyer.call(api.acceptHandover, { body: { code } })

  assert.deepEqual(
    [taken.id, taken.role, taken.memberCount, taken.photoId],
    [params.residenceId, 'owner', 1, home.front.id]
  )
  for (const person of [owner, member, manager, viewer]) {
    assert.equal((await person.problem(residences.getResidence, { params })).code, 'residence_not_found')
    for (const { id } of [home.photo, home.front, home.scan]) {
      assert.equal((await person.problem(getFile, { params: { fileId: id }, query: {} })).code, 'file_not_found')
    }
  }
  const { items } = await buyer.call(listCompletions, { params, query: {} })
  assert.deepEqual(
    items.map(({ completedBy, notes, cost, photos }) => [completedBy, notes, cost?.minor, photos.length]),
    items.map(({ taskTitle }) => [null, 'Private', 900, taskTitle === 'Weekly' ? 1 : 0])
  )
  assert.equal(items.length, 2)
  const task = await buyer.call(getTask, { params: { taskId: home.weekly.id } })
  assert.deepEqual([task.assignment.currentId, task.assignment.memberIds], [null, []])
  assert.equal((await buyer.call(listDocuments, { params, query: {} })).items.length, 1)
  assert.equal((await buyer.send(getFile, { params: { fileId: home.scan.id }, query: {} })).statusCode, 200)
  const { rows } = await app.database.pool.query<{ kept: string; counted: string }>(`
    select (select json_agg(p order by p) from (select user_id, stored from person_storage where stored > 0) p)::text as kept,
      (select json_agg(c order by c) from (
        select owner_id as user_id, sum(stored_bytes) as stored from files group by owner_id) c)::text as counted`)
  assert.equal(rows[0]?.kept, rows[0]?.counted)
  assert.equal((await buyer.problem(api.acceptHandover, { body: { code } })).code, 'handover_not_found')
})

test('what was not chosen is gone: history, photos and papers with their files, estimates, and tasks done for good', async (t) => {
  const { app, buyer, params, weekly, offer, photo, scan } = await livedIn(t)
  await buyer.call(api.acceptHandover, { body: { code: await offer(nothing) } })
  assert.deepEqual((await buyer.call(listCompletions, { params, query: {} })).items, [])
  assert.deepEqual((await buyer.call(listDocuments, { params, query: {} })).items, [])
  const { items } = await buyer.call(listTasks, { params, query: { state: 'all' } })
  assert.deepEqual(
    items.map(({ title, estimatedCost, completionCount, lastCompletedOn }) => [
      title,
      estimatedCost,
      completionCount,
      lastCompletedOn
    ]),
    [['Weekly', null, 0, null]]
  )
  assert.deepEqual(await app.db.selectFrom('files').selectAll().execute(), [])
  await app.runJobs()
  for (const { id } of [photo, scan]) {
    assert.equal((await buyer.problem(getFile, { params: { fileId: id }, query: {} })).code, 'file_not_found')
  }
  const again = { kind: 'done', dueOn: weekly.dueOn } as const
  const { dueOn } = await buyer.call(getTask, { params: { taskId: weekly.id } })
  const done = await buyer.call(completeTask, { params: { taskId: weekly.id }, body: { ...again, dueOn } })
  assert.equal(done.task.completionCount, 1)
})

test('notes and costs stay behind while the history goes along', async (t) => {
  const { buyer, params, offer } = await livedIn(t)
  const code = await offer({ ...all, notes: false, costs: false })
  await buyer.call(api.acceptHandover, { body: { code } })
  const { items } = await buyer.call(listCompletions, { params, query: {} })
  assert.deepEqual(
    items.map(({ notes, cost, minutes, rating }) => [notes, cost, minutes, rating]),
    [
      [null, null, null, null],
      [null, null, null, null]
    ]
  )
})

test('what meters showed goes along with or without the history, and nobody is named for it', async (t) => {
  for (const keep of [all, nothing]) {
    const { owner, member, residence, buyer, params, offer } = await livedIn(t)
    const meter = await owner.call(createMeter, { params, body: { name: 'Car', unit: 'kilometer' } })
    const ofMeter = { params: { meterId: meter.id } }
    await member.call(addReading, { ...ofMeter, body: { value: 1000 } })
    const task = await makeTask(owner, residence.id, { meter: { meterId: meter.id, every: 500 } })
    const body = { kind: 'done', dueOn: null, completionCount: 0, meterReading: { value: 1600 } } as const
    await member.call(completeTask, { params: { taskId: task.id }, body })

    await buyer.call(api.acceptHandover, { body: { code: await offer(keep) } })

    const { items } = await buyer.call(listReadings, { ...ofMeter, query: {} })
    assert.deepEqual(
      items.map(({ value, readBy, ofCompletion }) => [value, readBy, ofCompletion]),
      [
        [1600, null, keep.history],
        [1000, null, false]
      ]
    )
  }
})

test('both sides see what happened; the new owner nothing of the time before', async (t) => {
  const { owner, member, buyer, params, offer } = await livedIn(t)
  await buyer.call(api.acceptHandover, { body: { code: await offer(all) } })
  const names = ({ items }: { items: readonly { event: string }[] }) => items.map(({ event }) => event)
  for (const person of [owner, member]) {
    assert.equal(names(await person.call(listMyEvents, { query: {} }))[0], 'member.handed_over')
  }
  assert.equal(names(await buyer.call(listMyEvents, { query: {} }))[0], 'handover.accepted')
  const seen = names(await buyer.call(listResidenceEvents, { params, query: {} }))
  assert.ok(seen.includes('handover.accepted'))
  assert.deepEqual(
    seen.filter((event) => event.startsWith('task.') || event === 'handover.offered'),
    []
  )
})

test('only an owner offers, looks and takes back; a code that is taken back, replaced, expired or worthless opens nothing', async (t) => {
  const { app, owner, manager, viewer, stranger, buyer, params, offer } = await livedIn(t)
  const body = { keep: all }
  for (const person of [manager, viewer]) {
    assert.equal((await person.problem(api.offerHandover, { params, body })).code, 'not_allowed')
    assert.equal((await person.problem(api.getHandover, { params })).code, 'not_allowed')
    assert.equal((await person.problem(api.cancelHandover, { params })).code, 'not_allowed')
  }
  assert.equal((await stranger.problem(api.offerHandover, { params, body })).code, 'residence_not_found')
  assert.equal((await owner.problem(api.cancelHandover, { params })).code, 'handover_not_found')

  const replaced = await offer(all)
  const code = await offer(nothing)
  assert.deepEqual((await owner.call(api.getHandover, { params })).handover?.keep, nothing)
  assert.equal((await owner.problem(api.acceptHandover, { body: { code } })).code, 'already_owner')
  await owner.call(api.cancelHandover, { params })
  const late = await offer(all)
  app.clock.advance({ hours: 7 * 24 + 1 })
  const archived = await offer(all)
  await owner.call(residences.archiveResidence, { params })
  for (const dead of [replaced, code, late, archived, '0000000000']) {
    assert.equal((await buyer.problem(api.acceptHandover, { body: { code: dead } })).code, 'handover_not_found')
    assert.equal((await buyer.problem(api.lookAtHandover, { body: { code: dead } })).code, 'handover_not_found')
  }
  assert.equal((await owner.problem(api.offerHandover, { params, body })).code, 'residence_archived')
})

test('of many who accept at once one becomes owner; accepted or taken back, never both', async (t) => {
  const { app, owner, params, offer } = await livedIn(t)
  const buyers = await Promise.all(Array.from({ length: 5 }, (_, index) => app.person(`Buyer ${index}`)))
  const code = await offer(all)
  const answers = await race(6, async (index) => {
    const buyer = buyers[index]
    if (!buyer) return (await owner.send(api.cancelHandover, { params })).statusCode
    return (await buyer.send(api.acceptHandover, { body: { code } })).statusCode
  })
  const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value : 500))
  assert.ok(
    statuses.every((status) => [201, 204, 404].includes(status)),
    statuses.join(' ')
  )
  assert.equal(statuses.filter((status) => status < 300).length, 1)
  const members = await app.db
    .selectFrom('memberships')
    .selectAll()
    .where('residence_id', '=', params.residenceId)
    .execute()
  assert.equal(members.filter(({ role }) => role === 'owner').length, 1)
  assert.equal(members.length, statuses[5] === 204 ? 4 : 1)
})
