import assert from 'node:assert/strict'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { test } from 'node:test'
import fc from 'fast-check'
import { deleteAsset } from '#contract/assets.ts'
import { completeTask, undoCompletion, type NewCompletion } from '#contract/completions.ts'
import { addContractor, deleteContractor, updateContractor } from '#contract/contractors.ts'
import { getYearReport, printYearReport, type ReportGrouping } from '#contract/reports.ts'
import type { Category, NewTask } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeAsset } from '#test/make-asset.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { every, makeTask } from '#test/make-task.ts'
import { planNodes } from '#test/query-plan.ts'
import { fillHistory, fillWhatAndWho } from '#test/fill-residence.ts'
import { countByAsset, countByCategory, countByContractor, countByMonth } from './report-queries.ts'
import { groupsOf, totalOf } from './report-rules.ts'
import { yearPaper } from './year-paper.ts'

const euros = (minor: number) => ({ minor, currency: 'EUR' })

/** A task that is due every day from 1 January 2026, and a way to complete it. */
async function chore(person: Person, residenceId: string, category: Category = 'other', about: Partial<NewTask> = {}) {
  const task = await makeTask(person, residenceId, {
    ...about,
    category,
    schedule: every(1, 'day'),
    startOn: '2026-01-01'
  })
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
    report.groups.map(({ group, done, costs }) => ['category' in group && group.category, done, costs]),
    [
      ['heating_cooling', 2, [euros(12_50), { minor: 300, currency: 'USD' }]],
      ['other', 1, [euros(1_00)]]
    ]
  )
})

test('a year is divided by appliance and by tradesperson, whose name stays; what is of none stands last', async (t) => {
  const app = await testApp(t)
  const { residence, owner, member, viewer } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const boiler = await makeAsset(member, residence.id, { name: 'Boiler' })
  const oven = await makeAsset(member, residence.id, { name: 'Oven' })
  const stays = await member.call(addContractor, { params, body: { name: 'Mario Rossi' } })
  const goes = await member.call(addContractor, { params, body: { name: 'Jonas Ruß' } })
  const service = await chore(member, residence.id, 'other', { assetId: boiler.id })
  await service('2026-01-02', { contractorId: stays.id, cost: euros(90_00) })
  await service('2026-02-02', { contractorId: stays.id, cost: euros(95_00) })
  await (
    await chore(member, residence.id, 'other', { assetId: oven.id })
  )('2026-02-03', { contractorId: goes.id })
  const rest = await chore(member, residence.id)
  for (const day of ['2026-03-01', '2026-03-02', '2026-03-03']) await rest(day)
  await owner.call(deleteContractor, { params: { contractorId: goes.id } })
  await owner.call(deleteAsset, { params: { assetId: oven.id } })
  await member.call(updateContractor, { params: { contractorId: stays.id }, body: { name: 'Rossi & Figli' } })

  const groups = async (by: ReportGrouping) => {
    const report = await viewer.call(getYearReport, { params, query: { year: 2026, by } })
    assert.equal(report.by, by)
    return report.groups.map(({ group, done, costs }) => [group, done, costs])
  }
  assert.deepEqual(await groups('asset'), [
    [{ kind: 'asset', id: boiler.id, name: 'Boiler' }, 2, [euros(185_00)]],
    [{ kind: 'none' }, 4, []]
  ])
  assert.deepEqual(await groups('contractor'), [
    [{ kind: 'contractor', id: stays.id, name: 'Rossi & Figli' }, 2, [euros(185_00)]],
    [{ kind: 'contractor', id: null, name: 'Jonas Ruß' }, 1, []],
    [{ kind: 'none' }, 3, []]
  ])
  for (const by of ['asset', 'contractor'] as const) {
    const paper = await viewer.send(printYearReport, { params, query: { year: 2026, by, language: 'de' } })
    const report = await viewer.call(getYearReport, { params, query: { year: 2026, by } })
    assert.equal(paper.statusCode, 200)
    const drawn = yearPaper(
      report,
      { name: 'Zuhause', madeOn: '2026-11-26', madeAt: Temporal.Instant.from('2026-11-26T12:00:00Z') },
      'de'
    ).blocks
    const bars = drawn.filter((block) => block.kind === 'bars')
    assert.deepEqual(
      bars.map(({ title, bars: [first] }) => [title, first?.label]),
      [
        ['Erledigt', by === 'asset' ? 'Boiler' : 'Rossi & Figli'],
        ['Kosten in EUR', by === 'asset' ? 'Boiler' : 'Rossi & Figli']
      ]
    )
  }
})

test('however many groups there are: a hundred are named, and what stands there adds up to the whole', () => {
  const group = fc.record({ id: fc.nat(300), done: fc.integer({ min: 1, max: 50 }), minor: fc.nat(100_000) })
  fc.assert(
    fc.property(fc.array(group, { maxLength: 400 }), (rows) => {
      const counted = rows.map((row) => ({ ...row, currency: 'EUR', onTime: 0, late: 0, minutes: 0 }))
      const groups = groupsOf(counted, ({ id }) =>
        id === 0 ? { kind: 'none' } : { kind: 'asset', id: String(id), name: `Appliance ${id}` }
      )
      const named = groups.filter(({ group: { kind } }) => kind === 'asset')
      const ids = new Set(rows.flatMap(({ id }) => (id === 0 ? [] : [id])))
      assert.equal(named.length, Math.min(100, ids.size))
      assert.deepEqual(
        named,
        named.toSorted((one, other) => other.done - one.done)
      )
      const sum = (of: readonly { done: number }[]) => of.reduce((all, { done }) => all + done, 0)
      assert.equal(sum(groups), sum(rows))
      assert.equal(
        groups.reduce((all, { costs: [cost] }) => all + (cost?.minor ?? 0), 0),
        rows.reduce((all, { minor }) => all + minor, 0)
      )
    })
  )
})

test('a home in which nothing was done has an empty year, a paper too; a stranger has neither', async (t) => {
  const app = await testApp(t)
  const { residence, viewer, stranger } = await makeHousehold(app, { name: 'Häuschen' })
  const params = { residenceId: residence.id }
  const report = await viewer.call(getYearReport, { params, query: { year: 2030 } })
  assert.deepEqual([report.firstYear, report.total.done, report.groups], [null, 0, []])
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
  const about = await fillWhatAndWho(app, residence.id, { assets: 2000, contractors: 40 })
  for (let part = 0; part < 10; part++) {
    await fillHistory(app, residence.id, { tasks: 5000, year: 2022 + (part % 5), ...about })
  }
  const other = await makeResidence(owner)
  await fillHistory(app, other.id, { tasks: 2000, year: 2026 })
  const span = { residenceId: residence.id, from: '2026-01-01', before: '2027-01-01' }

  const months = await planNodes(app.database, (db) => countByMonth(db, { ...span, from: '2025-01-01' }), owner.userId)
  const categories = await planNodes(app.database, (db) => countByCategory(db, span), owner.userId)
  const assets = await planNodes(app.database, (db) => countByAsset(db, span), owner.userId)
  const contractors = await planNodes(app.database, (db) => countByContractor(db, span), owner.userId)
  for (const [nodes, years] of [
    [months, 2],
    [categories, 1],
    [assets, 1],
    [contractors, 1]
  ] as const) {
    const reads = nodes.filter(({ relation }) => relation === 'completions')
    assert.deepEqual(
      reads.map(({ rows }) => rows),
      [years * 10_000]
    )
    assert.ok(nodes.some(({ index }) => index === 'completions_history'))
  }
  assert.equal(categories.filter(({ relation }) => relation === 'tasks').length, 1)
  for (const [nodes, relation, rows] of [
    [assets, 'assets', 2000],
    [contractors, 'contractors', 40]
  ] as const) {
    const reads = nodes.filter((node) => node.relation === relation)
    assert.equal(reads.length, 1)
    assert.ok(
      reads.every((read) => read.rows <= rows),
      'names are looked up once for each, not for each completion'
    )
  }

  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const query = { year: 2026, by: 'asset', language: 'en' } as const
  await owner.call(printYearReport, { params: { residenceId: residence.id }, query })
  delay.disable()
  t.diagnostic(`the paper of 50 000: nothing else waited longer than ${Math.round(delay.max / 1e6)} ms`)
})
