import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from 'node:test'
import fc from 'fast-check'
import { completeTask, undoCompletion, type NewCompletion } from '#contract/completions.ts'
import { getYearReport, printYearReport } from '#contract/reports.ts'
import type { Category } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { planNodes } from '#test/query-plan.ts'
import { fillHistory } from '#test/fill-residence.ts'
import { countByCategory, countByMonth } from './report-queries.ts'
import { totalOf } from './report-rules.ts'

const euros = (minor: number) => ({ minor, currency: 'EUR' })

/** A task that is due every day from 1 January 2026, and a way to complete it. */
async function chore(person: Person, residenceId: string, category: Category = 'other') {
  const task = await makeTask(person, residenceId, { category, schedule: every(1, 'day'), startOn: '2026-01-01' })
  let { dueOn } = task
  return async (completedOn: string, more: Partial<NewCompletion> = {}) => {
    const body = { kind: 'done', dueOn, completedOn, ...more } as const
    const { task: after, completion } = await person.call(completeTask, { params: { taskId: task.id }, body })
    ;({ dueOn } = after)
    return completion
  }
}

test('a year is added up by month and by category; currencies stand beside each other, what was only looked at does not count', async (t) => {
  const app = await testApp(t)
  const { residence, owner, member, viewer } = await makeHousehold(app)
  const heating = await chore(member, residence.id, 'heating_cooling')
  const rest = await chore(owner, residence.id)
  await heating('2025-12-31', { cost: euros(999) })
  await heating('2026-01-02', { cost: euros(12_50), minutes: 40 })
  await heating('2026-01-03', { cost: { minor: 300, currency: 'USD' } })
  await rest('2026-03-01', { cost: euros(1_00), minutes: 5 })
  await rest('2026-03-02', { kind: 'skipped' })
  const last = await rest('2026-03-03', { cost: euros(7_00) })
  await owner.call(undoCompletion, { params: { completionId: last.id } })
  await (
    await chore(owner, (await makeResidence(owner)).id)
  )('2026-03-01', { cost: euros(5_000) })

  const report = await viewer.call(getYearReport, { params: { residenceId: residence.id }, query: { year: 2026 } })

  assert.deepEqual([report.firstYear, report.lastYear], [2025, 2026])
  assert.deepEqual(report.total, {
    done: 3,
    onTime: 2,
    late: 1,
    minutes: 45,
    costs: [euros(13_50), { minor: 300, currency: 'USD' }]
  })
  assert.deepEqual(report.yearBefore, { done: 1, onTime: 1, late: 0, minutes: 0, costs: [euros(999)] })
  assert.equal(report.months.length, 12)
  assert.deepEqual(
    report.months.filter(({ done }) => done > 0).map(({ month, done }) => [month, done]),
    [
      ['2026-01-01', 2],
      ['2026-03-01', 1]
    ]
  )
  assert.deepEqual(
    report.categories.map(({ category, done, costs }) => [category, done, costs]),
    [
      ['heating_cooling', 2, [euros(12_50), { minor: 300, currency: 'USD' }]],
      ['other', 1, [euros(1_00)]]
    ]
  )
})

test('a home in which nothing was done has an empty year, a paper too; a stranger has neither', async (t) => {
  const app = await testApp(t)
  const { residence, viewer, stranger } = await makeHousehold(app, { name: 'Häuschen' })
  const params = { residenceId: residence.id }
  const report = await viewer.call(getYearReport, { params, query: { year: 2030 } })
  assert.deepEqual([report.firstYear, report.total.done, report.categories], [null, 0, []])
  const paper = await viewer.send(printYearReport, { params, query: { year: 2030, language: 'de' } })
  assert.equal(paper.headers['content-type'], 'application/pdf')
  assert.equal(paper.headers['content-disposition'], 'attachment; filename="honeydue-2030.pdf"')
  assert.match(paper.rawPayload.toString('latin1'), /^%PDF-1\.7[\s\S]*\/Lang \(de\)/)
  for (const query of [{ year: 2030, language: 'en' }] as const) {
    assert.equal((await stranger.problem(printYearReport, { params, query })).code, 'residence_not_found')
    assert.equal((await stranger.problem(getYearReport, { params, query: { year: 2030 } })).code, 'residence_not_found')
  }
  assert.equal((await viewer.problem(getYearReport, { params, query: { year: 1 } })).code, 'invalid_input')
})

test('whatever was done: no sum mixes currencies, and the parts are the whole', () => {
  const group = fc.record({
    currency: fc.constantFrom('EUR', 'USD', 'JPY', null),
    done: fc.nat(50),
    onTime: fc.nat(50),
    late: fc.nat(50),
    minutes: fc.nat(5000),
    minor: fc.nat(100_000)
  })
  fc.assert(
    fc.property(fc.array(group), (groups) => {
      const { costs, done } = totalOf(groups)
      assert.equal(
        done,
        groups.reduce((sum, each) => sum + each.done, 0)
      )
      assert.equal(new Set(costs.map(({ currency }) => currency)).size, costs.length)
      for (const { currency, minor } of costs) {
        assert.equal(minor, totalOf(groups.filter((each) => each.currency === currency)).costs[0]?.minor)
      }
    })
  )
})

test('in a home of 50 000 tasks over five years no more is read than the rows of the years that are shown, once', async (t) => {
  const app = await testApp(t)
  const { residence, owner } = await makeHousehold(app)
  for (let part = 0; part < 10; part++) {
    await fillHistory(app, residence.id, { tasks: 5000, year: 2022 + (part % 5) })
  }
  const other = await makeResidence(owner)
  await fillHistory(app, other.id, { tasks: 2000, year: 2026 })
  const span = { residenceId: residence.id, from: '2026-01-01', before: '2027-01-01' }

  const months = await planNodes(app.database, (db) => countByMonth(db, { ...span, from: '2025-01-01' }), owner.userId)
  const categories = await planNodes(app.database, (db) => countByCategory(db, span), owner.userId)
  for (const [nodes, years] of [
    [months, 2],
    [categories, 1]
  ] as const) {
    const reads = nodes.filter(({ relation }) => relation === 'completions')
    assert.deepEqual(
      reads.map(({ rows }) => rows),
      [years * 10_000]
    )
    assert.ok(nodes.some(({ index }) => index === 'completions_history'))
  }
  assert.equal(categories.filter(({ relation }) => relation === 'tasks').length, 1)

  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const query = { year: 2026, language: 'en' } as const
  await owner.call(printYearReport, { params: { residenceId: residence.id }, query })
  delay.disable()
  t.diagnostic(`the paper of 50 000: nothing else waited longer than ${Math.round(delay.max / 1e6)} ms`)
})
