import assert from 'node:assert/strict'
import { test } from 'node:test'
import { completeTask } from '#contract/completions.ts'
import { getCalendar } from '#contract/board.ts'
import { cancelTask } from '#contract/tasks.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { fillResidence } from '#test/fill-residence.ts'

const march = { from: '2026-03-01', to: '2026-03-31' }

test('a month shows what was done, what is due and what will be', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const make = (title: string, startOn: string, schedule = every(1, 'week')) =>
    makeTask(member, residence.id, { title, startOn, schedule })
  const weekly = await make('weekly', '2026-03-02')
  await make('from long ago', '2025-06-15', every(1, 'month'))
  await make('later', '2026-04-01')
  const cancelled = await make('cancelled', '2026-03-05')
  await member.call(cancelTask, { params: { taskId: cancelled.id } })
  const body = { kind: 'done', dueOn: '2026-03-02', completedOn: '2026-03-03' } as const
  await member.call(completeTask, { params: { taskId: weekly.id }, body })

  const { today, entries, truncated } = await member.call(getCalendar, { params, query: march })

  assert.deepEqual([today, truncated], ['2026-03-10', false])
  assert.deepEqual(
    entries.map(({ on, kind, title, column }) => [on, kind, title, column]),
    [
      ['2026-03-03', 'completed', 'weekly', null],
      ['2026-03-09', 'due', 'weekly', 'overdue_tasks'],
      ['2026-03-15', 'planned', 'from long ago', null],
      ['2026-03-16', 'planned', 'weekly', null],
      ['2026-03-23', 'planned', 'weekly', null],
      ['2026-03-30', 'planned', 'weekly', null]
    ]
  )
  assert.equal(entries[0]?.assigneeId, member.userId)
})

test('a span that ends before it begins, or is longer than 62 days, is refused', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  for (const to of ['2026-02-28', '2026-05-02', '2199-01-01']) {
    const problem = await member.problem(getCalendar, { params, query: { ...march, to } })
    assert.deepEqual([problem.code, problem.fields?.[0]?.path], ['invalid_input', '/to'], to)
  }
})

test('more than 2 000 entries are cut at the end, and it says so', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await fillResidence(app, residence.id, { tasks: 2100, schedule: every(1, 'week'), from: '2026-03-11', days: 7 })
  const { entries, truncated } = await member.call(getCalendar, { params, query: march })
  assert.deepEqual([entries.length, truncated], [2000, true])
  assert.ok((entries.at(-1)?.on ?? '') <= '2026-03-17', 'the earliest are kept')
})
