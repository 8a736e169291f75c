import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as api from '#contract/exchange.ts'
import { completeTask } from '#contract/completions.ts'
import { createMeter } from '#contract/meters.ts'
import { createTask, listTasks, updateTask, type NewTask } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { anySchedule, anyStart } from '../../tasks/recurrence/testing/arbitraries.ts'
import { firstOn } from '../../tasks/recurrence/occurrences.ts'
import { scheduleProblems } from '../../tasks/recurrence/schedule-problems.ts'
import { readCalendar } from '../testing/read-calendar.ts'

type List = 'tasks.csv' | 'tasks.ics' | 'history.csv'

async function take(person: Person, residenceId: string, list: List): Promise<Buffer<ArrayBuffer>> {
  return Buffer.from((await person.send(api.exportList, { params: { residenceId, list } })).rawPayload)
}

/** What people have decided of each task. */
async function decided(person: Person, residenceId: string) {
  const { items } = await person.call(listTasks, { params: { residenceId }, query: { state: 'all', limit: 100 } })
  return items
    .map(
      ({ title, notes, category, priority, schedule, anchorOn, dueOn, estimatedMinutes, estimatedCost, checklist }) =>
        JSON.stringify([
          title,
          notes,
          category,
          priority,
          schedule,
          anchorOn,
          dueOn,
          estimatedMinutes,
          estimatedCost,
          checklist.map((item) => item.title)
        ])
    )
    .toSorted()
}

const spice = fc.constantFrom('=1+1', "'=x", "''+1", '-', '@a', '"', ',', ';', '\\n', '🐝', 'ß', '\\', 'é')
const line = fc
  .array(fc.oneof(spice, fc.string({ minLength: 1, maxLength: 8 })), { minLength: 1, maxLength: 4 })
  .map((parts) =>
    parts
      .join('')
      .replaceAll(/\p{Cc}/gu, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  )
  .filter((text) => text.length > 0)

const anyTask: fc.Arbitrary<NewTask> = fc
  .record({
    title: line,
    notes: fc.option(fc.tuple(line, line).map((lines) => lines.join('\n'))),
    category: fc.constantFrom('cleaning' as const, 'heating_cooling' as const, 'other' as const),
    priority: fc.constantFrom('low' as const, 'urgent' as const),
    estimatedMinutes: fc.option(fc.nat(500)),
    estimatedCost: fc.option(fc.nat(100_000).map((minor) => ({ minor, currency: 'EUR' }))),
    checklist: fc.array(
      line.map((title) => ({ title })),
      { maxLength: 3 }
    ),
    schedule: anySchedule,
    startOn: anyStart.map((date) => date.toString())
  })
  .filter(({ schedule, startOn }) => {
    const start = Temporal.PlainDate.from(startOn)
    return scheduleProblems(schedule, start).length === 0 && firstOn(schedule, start) !== undefined
  })

test('what is taken out comes into an empty home as it was, from either form; into its own home nothing comes twice', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  await fc.assert(
    fc.asyncProperty(fc.array(anyTask, { minLength: 1, maxLength: 6 }), async (tasks) => {
      const { id: residenceId } = await makeResidence(ada)
      for (const body of tasks) await ada.call(createTask, { params: { residenceId }, body })
      const before = await decided(ada, residenceId)
      for (const list of ['tasks.csv', 'tasks.ics'] as const) {
        const bytes = await take(ada, residenceId, list)
        const { id: other } = await makeResidence(ada)
        const { counts } = await ada.call(api.importList, { params: { residenceId: other }, query: {}, bytes })
        assert.deepEqual(counts, { read: tasks.length, imported: tasks.length, alreadyHere: 0, notUnderstood: 0 })
        assert.deepEqual(await decided(ada, other), before)
        const again = await ada.call(api.importList, { params: { residenceId }, query: {}, bytes })
        assert.equal(again.counts.alreadyHere, tasks.length)
      }
    }),
    { numRuns: 15 }
  )
})

test('a date that was moved, and where a task stands after some completions, come along', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const { id: residenceId } = await makeResidence(ada)
  const moved = await makeTask(ada, residenceId, { title: 'Moved', schedule: every(1, 'week'), startOn: '2026-03-02' })
  await ada.call(updateTask, { params: { taskId: moved.id }, body: { dueOn: '2026-03-12' } })
  const done = await makeTask(ada, residenceId, {
    title: 'Done once',
    schedule: every(1, 'month'),
    startOn: '2026-01-31'
  })
  await ada.call(completeTask, { params: { taskId: done.id }, body: { kind: 'done', dueOn: '2026-01-31' } })
  const once = await makeTask(ada, residenceId, { title: 'Over' })
  await ada.call(completeTask, { params: { taskId: once.id }, body: { kind: 'done', dueOn: null } })
  for (const list of ['tasks.csv', 'tasks.ics'] as const) {
    const { id: other } = await makeResidence(ada)
    const bytes = await take(ada, residenceId, list)
    const { counts } = await ada.call(api.importList, { params: { residenceId: other }, query: {}, bytes })
    assert.deepEqual([counts.imported, counts.notUnderstood], [2, list === 'tasks.csv' ? 1 : 0], list)
    const { items } = await ada.call(listTasks, { params: { residenceId: other }, query: { state: 'all' } })
    assert.deepEqual(items.map(({ title, anchorOn, dueOn }) => [title, anchorOn, dueOn].join(' ')).toSorted(), [
      'Done once 2026-01-31 2026-03-31',
      'Moved 2026-03-02 2026-03-12'
    ])
  }
})

test('what is due by a meter says so in a table; in another home it comes with its dates, or is left out where it has none', async (t) => {
  const app = await testApp(t)
  const ada = await app.person('Ada')
  const { id: residenceId } = await makeResidence(ada)
  const params = { residenceId }
  const { id: meterId } = await ada.call(createMeter, { params, body: { name: 'Odometer', unit: 'kilometer' } })
  const meter = { meterId, every: 15_000 }
  await makeTask(ada, residenceId, { title: 'Oil', meter })
  await makeTask(ada, residenceId, { title: 'Brakes', meter, schedule: every(2, 'year'), startOn: '2026-05-01' })
  assert.match((await take(ada, residenceId, 'tasks.csv')).toString(), /,open,Odometer,15000\r\n/)
  for (const list of ['tasks.csv', 'tasks.ics'] as const) {
    const { id: other } = await makeResidence(ada)
    const bytes = await take(ada, residenceId, list)
    const { leftOut } = await ada.call(api.importList, { params: { residenceId: other }, query: {}, bytes })
    assert.deepEqual(
      leftOut.map(({ reason, text }) => [reason, text]),
      [['due_by_meter', 'Oil']],
      list
    )
    const { items } = await ada.call(listTasks, { params: { residenceId: other }, query: { state: 'all' } })
    assert.deepEqual(
      items.map((task) => [task.title, task.dueOn, task.meter]),
      [['Brakes', '2026-05-01', null]]
    )
  }
})

// ASVS 1.2.10
test('a table is RFC 4180 in UTF-8 with its mark, and no cell of it is a formula', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const task = await makeTask(owner, residence.id, { title: '=HYPERLINK("x")', notes: '+49 30 1,\n"quoted"' })
  await owner.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null, notes: '@SUM(1)' } })
  const answer = await owner.send(api.exportList, { params: { residenceId: residence.id, list: 'tasks.csv' } })
  assert.equal(answer.headers['content-type'], 'text/csv; charset=utf-8')
  assert.equal(answer.headers['content-disposition'], 'attachment; filename="honeydue-tasks.csv"')
  assert.match(
    answer.body,
    /^\uFEFFid,title,[^\r\n]*\r\n[0-9a-f-]{36},"'=HYPERLINK\(""x""\)","'\+49 30 1,\n""quoted""",/
  )
  const history = (await take(owner, residence.id, 'history.csv')).toString()
  assert.match(history, /,'@SUM\(1\),/)
})

test('a calendar of tasks is one for other programs, too', async (t) => {
  const app = await testApp(t)
  const { owner, viewer, stranger, residence } = await makeHousehold(app)
  const schedule = every(1, 'year', { timeOfDay: '08:00' })
  await makeTask(owner, residence.id, { title: 'Sweep', notes: 'Both flues', schedule, startOn: '2026-09-01' })
  const calendar = readCalendar((await take(viewer, residence.id, 'tasks.ics')).toString())
  const [todo] = calendar.getAllSubcomponents('vtodo')
  assert.equal(todo?.getFirstPropertyValue('description'), 'Both flues')
  assert.equal(String(todo.getFirstPropertyValue('rrule')), 'FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1')
  assert.equal(calendar.getAllSubcomponents('vtimezone').length, 1)
  const params = { residenceId: residence.id, list: 'tasks.ics' } as const
  assert.equal((await stranger.problem(api.exportList, { params })).code, 'residence_not_found')
})
