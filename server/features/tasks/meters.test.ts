import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { deleteAsset } from '#contract/assets.ts'
import { completeTask, listTaskCompletions, undoCompletion, type NewCompletion } from '#contract/completions.ts'
import * as api from '#contract/meters.ts'
import { deleteResidence } from '#contract/residences.ts'
import { getTask, updateTask, type NewTask, type Task } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'
import { checkTaskCounts } from './count-queries.ts'

const app = await testApp({ after }) // the 10th of March 2026

/** A car that has gone 3 000 km in the sixty days up to the first of March. */
async function car(details: Partial<NewTask> = {}, meterDetails: Partial<api.NewMeter> = {}) {
  const household = await makeHousehold(app)
  const { member, residence } = household
  const asset = await makeAsset(member, residence.id, { name: 'Car' })
  const body = { name: 'Odometer', unit: 'kilometer', assetId: asset.id, ...meterDetails } as const
  const meter = await member.call(api.createMeter, { params: { residenceId: residence.id }, body })
  const params = { meterId: meter.id }
  const read = (value: number, readOn?: string, rest: Partial<api.NewReading> = {}) =>
    member.call(api.addReading, { params, body: { value, ...(readOn !== undefined && { readOn }), ...rest } })
  await read(27_000, '2025-12-31')
  await read(30_000, '2026-03-01')
  const task = await makeTask(member, residence.id, {
    title: 'Change the oil',
    assetId: asset.id,
    meter: { meterId: meter.id, every: 1000 },
    ...details
  })
  const now = async () => member.call(getTask, { params: { taskId: task.id } })
  const done = async (rest: Partial<NewCompletion> = {}) => {
    const { dueOn, completionCount } = await now()
    const completion = { kind: 'done', dueOn, completionCount, ...rest } as const
    return member.call(completeTask, { params: { taskId: task.id }, body: completion })
  }
  return { ...household, asset, meter, params, read, task, now, done }
}

test('a task without a date of its own is due when the meter will be there, at its pace', async () => {
  const { task, read, now } = await car()
  assert.deepEqual([task.meter?.countedFrom, task.dueOn], [30_000, '2026-03-21'], '1 000 km at 50 a day')
  assert.equal(task.column, 'due_soon_tasks')
  await read(30_100, '2026-03-09')
  assert.ok(((await now()).dueOn ?? '') > '2026-03-21', 'slower than before')
  await read(31_000.5, '2026-03-10')
  assert.equal((await now()).dueOn, '2026-03-10', 'it is there')
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('whichever comes first: the schedule, until the meter overtakes it', async () => {
  const { read, now, done } = await car({ schedule: every(1, 'year', { basis: 'completion' }), startOn: '2026-03-15' })
  assert.equal((await now()).dueOn, '2026-03-15')
  await read(31_200, '2026-03-10')
  assert.equal((await now()).dueOn, '2026-03-10')
  const { task: next } = await done({ meterReading: { value: 31_250 } })
  assert.deepEqual([next.meter?.countedFrom, next.completionCount], [31_250, 1])
  assert.ok(
    next.dueOn !== null && next.dueOn > '2026-03-10' && next.dueOn < '2027-01-01',
    'the meter, before the year is over'
  )
})

test('a completion takes a reading; undo gives back date, base and meter exactly, for every task of the meter', async () => {
  const { member, residence, meter, task, now, done, params } = await car()
  const other = await makeTask(member, residence.id, {
    title: 'Rotate the tyres',
    meter: { meterId: meter.id, every: 5000 }
  })
  const otherNow = () => member.call(getTask, { params: { taskId: other.id } })
  const [before, otherBefore] = [await now(), await otherNow()]

  const { completion } = await done({ meterReading: { value: 30_900 } })
  assert.deepEqual(completion.meterReading, { value: 30_900, unit: 'kilometer' })
  const { items } = await member.call(listTaskCompletions, { params: { taskId: task.id }, query: {} })
  assert.deepEqual(items[0]?.meterReading, { value: 30_900, unit: 'kilometer' })
  assert.notEqual((await otherNow()).dueOn, otherBefore.dueOn, 'the other one is projected anew')
  await member.call(undoCompletion, { params: { completionId: completion.id } })

  const same = ({ updatedAt: _updatedAt, ...shown }: Task) => shown
  assert.deepEqual(same(await now()), same(before))
  assert.deepEqual(same(await otherNow()), same(otherBefore))
  assert.equal((await member.call(api.listReadings, { params, query: {} })).items.length, 2)
})

test('done without a reading, it is counted from the last one that is known; a skip likewise', async () => {
  const { read, done, now } = await car()
  await read(31_500, '2026-03-05')
  assert.equal((await now()).dueOn, '2026-03-05')
  const { task } = await done({ completedOn: '2026-03-08' })
  assert.equal(task.meter?.countedFrom, 31_500)
  await read(33_000, '2026-03-09')
  const { task: skipped } = await done({ kind: 'skipped' })
  assert.deepEqual([skipped.meter?.countedFrom, skipped.completionCount], [33_000, 1])
})

test('of many who complete what has no date yet, one does', async () => {
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const meter = await member.call(api.createMeter, { params, body: { name: 'Clock', unit: 'hour' } })
  const task = await makeTask(member, residence.id, { meter: { meterId: meter.id, every: 50 } })
  assert.deepEqual([task.dueOn, task.meter?.countedFrom, task.column], [null, null, 'upcoming_tasks'])
  const body = { kind: 'done', dueOn: null } as const
  assert.equal((await member.problem(completeTask, { params: { taskId: task.id }, body })).code, 'invalid_input')

  const results = await race(8, () =>
    member.send(completeTask, { params: { taskId: task.id }, body: { ...body, completionCount: 0 } })
  )
  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
  assert.equal(statuses.filter((status) => status === 201).length, 1)
  assert.equal(statuses.filter((status) => status === 409).length, 7)
  const open = await member.call(getTask, { params: { taskId: task.id } })
  assert.deepEqual([open.column, open.completionCount], ['upcoming_tasks', 1], 'it comes again')
})

test('readings of many at once stand in one order, each once', async () => {
  const { member, params } = await car()
  const results = await race(6, (index) =>
    member.send(api.addReading, { params, body: { value: 30_001 + index, readOn: '2026-03-02' } })
  )
  const kept = results.filter((result) => result.status === 'fulfilled' && result.value.statusCode === 201).length
  const { items } = await member.call(api.listReadings, { params, query: {} })
  assert.equal(items.length, 2 + kept)
  assert.deepEqual(
    items.map(({ position }) => position),
    items.map(({ position }) => position).toSorted((one, other) => other - one)
  )
})

test('a date that somebody set holds until it is done: by hand, and when it was looked at', async () => {
  const { member, task, read, done, now } = await car()
  await member.call(updateTask, { params: { taskId: task.id }, body: { dueOn: '2026-05-01' } })
  await read(40_000, '2026-03-09')
  assert.equal((await now()).dueOn, '2026-05-01')
  await done({ kind: 'inspected', nextOn: '2026-06-01' })
  assert.equal((await now()).dueOn, '2026-06-01')
  const { task: next } = await done({ meterReading: { value: 40_100 } })
  assert.ok(next.dueOn !== null && next.dueOn < '2026-05-01')
})

test('a correction moves the reading and what was counted from it, also behind what undo would bring back', async () => {
  const { member, read, now, done } = await car()
  const typo = await read(30_500, '2026-03-02')
  await done({ completedOn: '2026-03-02' })
  assert.equal((await now()).meter?.countedFrom, 30_500)
  const { completion } = await done({ meterReading: { value: 30_600 } })
  await member.call(api.correctReading, { params: { readingId: typo.id }, body: { value: 30_050 } })
  await member.call(undoCompletion, { params: { completionId: completion.id } })
  assert.equal((await now()).meter?.countedFrom, 30_050)
  const problem = await member.problem(api.correctReading, { params: { readingId: typo.id }, body: { value: 29_000 } })
  assert.deepEqual([problem.code, problem.fields?.[0]?.reason], ['reading_refused', 'lower_than_before'])
  await member.call(api.deleteReading, { params: { readingId: typo.id } })
})

test('a meter begins again at 0 or is replaced, and what is counted goes on', async () => {
  const { member, params, read, now } = await car({}, { digits: 5 })
  assert.equal((await member.problem(api.addReading, { params, body: { value: 10 } })).code, 'reading_refused')
  assert.equal((await now()).meter?.countedFrom, 30_000)
  const rolled = await read(10, '2026-03-05', { rolledOver: true })
  assert.equal(rolled.position, 100_010)
  const fresh = await read(2, '2026-03-06', { formerValue: 60 })
  assert.deepEqual([fresh.position, fresh.formerValue], [100_060, 60])
  const last = await read(12, '2026-03-07')
  assert.equal(last.position, 100_070)
  assert.deepEqual((await member.call(api.getMeter, { params })).latest, { readOn: '2026-03-07', value: 12 })
  const future = await member.problem(api.addReading, { params, body: { value: 13, readOn: '2026-03-12' } })
  assert.equal(future.fields?.[0]?.reason, 'in_future')
})

test('when the meter goes, be it with its appliance, its tasks go on by their schedule', async () => {
  const { owner, asset, read, now } = await car({ schedule: every(1, 'year'), startOn: '2026-08-01' })
  await read(31_500, '2026-03-05')
  assert.equal((await now()).dueOn, '2026-03-05')
  await owner.call(deleteAsset, { params: { assetId: asset.id } })
  const left = await now()
  assert.deepEqual([left.meter, left.dueOn, left.assetId], [null, '2026-08-01', null])
  assert.deepEqual(await checkTaskCounts(app.db), [])
})

test('members read meters, strangers see none, viewers write nothing, and nothing is left of a deleted home', async () => {
  const { owner, viewer, stranger, member, residence, meter, params } = await car()
  assert.equal((await viewer.problem(api.addReading, { params, body: { value: 40_000 } })).code, 'not_allowed')
  assert.equal((await stranger.problem(api.listReadings, { params, query: {} })).code, 'meter_not_found')
  assert.equal((await member.problem(api.deleteMeter, { params })).code, 'not_allowed')
  const home = { residenceId: residence.id }
  const { items } = await viewer.call(api.listMeters, { params: home, query: { asset: meter.assetId ?? '' } })
  assert.deepEqual([items[0]?.id, items[0]?.latest?.value, items.length], [meter.id, 30_000, 1])
  assert.deepEqual((await viewer.call(api.listMeters, { params: home, query: { asset: 'none' } })).items, [])
  const tag = String((await owner.send(api.getMeter, { params })).headers.etag)
  await owner.call(api.updateMeter, { params, body: { name: 'Kilometres' }, ifMatch: tag })
  const late = await member.send(api.updateMeter, { params, body: { digits: 6 }, ifMatch: tag })
  assert.equal(late.statusCode, 412)
  await owner.call(deleteResidence, { params: home })
  const left = await app.db.selectFrom('meter_readings').select('id').where('meter_id', '=', meter.id).execute()
  assert.deepEqual(left, [])
})
