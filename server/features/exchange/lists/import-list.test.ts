import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import * as api from '#contract/exchange.ts'
import { addContractor } from '#contract/contractors.ts'
import { archiveResidence } from '#contract/residences.ts'
import { deleteTask, listTasks } from '#contract/tasks.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { race } from '#test/race.ts'

const fixture = (name: string) => readFileSync(join(import.meta.dirname, '../testing/lists', name))

async function titles(person: Person, residenceId: string): Promise<string[]> {
  const { items } = await person.call(listTasks, { params: { residenceId }, query: { state: 'all', limit: 100 } })
  return items.map(({ title }) => title).toSorted()
}

test('a preview shows what would be, and writes nothing; the import makes just that', async (t) => {
  const app = await testApp(t)
  const { member, residence } = await makeHousehold(app)
  const asked = { params: { residenceId: residence.id }, query: {}, bytes: fixture('vikunja-data.json') }

  const preview = await member.call(api.previewList, asked)

  assert.deepEqual(preview.counts, { read: 5, imported: 3, alreadyHere: 0, notUnderstood: 2 })
  assert.deepEqual(
    preview.leftOut.map(({ line, reason, detail, text }) => [line, reason, detail, text]),
    [
      [3, 'done_already', '', 'Fix the tap'],
      [5, 'schedule_unreadable', 'repeat_after 5400', 'Turn the compost']
    ]
  )
  assert.deepEqual(await titles(member, residence.id), [])
  const { counts, format } = await member.call(api.importList, asked)
  assert.deepEqual({ format, counts }, { format: 'vikunja', counts: preview.counts })
  const { items } = await member.call(listTasks, { params: { residenceId: residence.id }, query: { state: 'all' } })
  assert.deepEqual(
    items.map(({ title, schedule, anchorOn, dueOn }) => ({ title, schedule, anchorOn, dueOn })).toSorted(byTitle),
    preview.tasks
      .map(({ title, schedule, anchorOn, dueOn }) => ({ title, schedule, anchorOn, dueOn }))
      .toSorted(byTitle)
  )
})

function byTitle(one: { title: string }, other: { title: string }): number {
  return one.title < other.title ? -1 : 1
}

test('the same file again doubles nothing; what was deleted since comes back', async (t) => {
  const app = await testApp(t)
  const { manager, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const asked = { params, query: {}, bytes: fixture('todoist-home.csv') }
  await manager.call(api.importList, asked)
  const before = await titles(manager, residence.id)
  assert.deepEqual((await manager.call(api.importList, asked)).counts, {
    read: 5,
    imported: 0,
    alreadyHere: 4,
    notUnderstood: 1
  })
  assert.deepEqual(await titles(manager, residence.id), before)
  const { items } = await manager.call(listTasks, { params, query: { state: 'all' } })
  await manager.call(deleteTask, { params: { taskId: items[0]?.id ?? '' } })
  assert.equal((await manager.call(api.importList, asked)).counts.imported, 1)
  const other = await makeResidence(manager)
  assert.equal((await manager.call(api.importList, { ...asked, params: { residenceId: other.id } })).counts.imported, 4)
})

// ASVS 15.4.2
test('of twenty who import the same at once one makes the tasks, the others find them there', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  const asked = { params: { residenceId: residence.id }, query: {}, bytes: fixture('grocy-chores.json') }
  const ends = await race(20, (index) => (index % 2 === 0 ? owner : member).call(api.importList, asked))
  const made = ends.map((end) => (end.status === 'fulfilled' ? end.value.counts.imported : -1))
  assert.equal(made.filter((count) => count === 4).length, 1)
  assert.equal(made.filter((count) => count === 0).length, 19)
  assert.equal((await titles(owner, residence.id)).length, 4)
})

// ASVS 2.3.3
test('what fails in the middle leaves nothing behind', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const asked = { params: { residenceId: residence.id }, query: {}, bytes: fixture('list-rrules.csv') }
  await app.database.pool.query(`alter table imported_entries add constraint none check (octet_length(digest) < 1)`)
  app.log.expectErrors()
  assert.equal((await owner.send(api.importList, asked)).statusCode, 500)
  assert.deepEqual(await titles(owner, residence.id), [])
  await app.database.pool.query(`alter table imported_entries drop constraint none`)
  assert.equal((await owner.call(api.importList, asked)).counts.imported, 2)
})

test('a list names neither people nor things of any home: what does is left out', async (t) => {
  const app = await testApp(t)
  const { member, stranger, residence } = await makeHousehold(app)
  const theirs = await makeResidence(stranger)
  const contractor = await stranger.call(addContractor, {
    params: { residenceId: theirs.id },
    body: { name: 'Elke' }
  })
  const kept = { title: 'Sweep', schedule: { kind: 'once' }, contractorId: contractor.id }
  const bytes = Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//x//y//EN',
      'BEGIN:VTODO',
      'UID:1',
      'SUMMARY:Sweep',
      `X-HONEYDUE-TASK;VALUE=TEXT:${JSON.stringify(kept).replaceAll(/[,;]/g, String.raw`\$&`)}`,
      'END:VTODO',
      'END:VCALENDAR',
      ''
    ].join('\r\n')
  )

  const { leftOut } = await member.call(api.importList, { params: { residenceId: residence.id }, query: {}, bytes })

  assert.deepEqual(
    leftOut.map(({ reason, detail }) => [reason, detail]),
    [['malformed', 'contractorId']]
  )
  assert.deepEqual(await titles(member, residence.id), [])
})

test('a viewer may not, a stranger finds no home, and an archived one stays as it is', async (t) => {
  const app = await testApp(t)
  const { owner, viewer, stranger, residence } = await makeHousehold(app)
  const asked = { params: { residenceId: residence.id }, query: {}, bytes: fixture('list-rrules.csv') }
  for (const route of [api.previewList, api.importList]) {
    assert.equal((await viewer.problem(route, asked)).code, 'not_allowed')
    assert.equal((await stranger.problem(route, asked)).code, 'residence_not_found')
  }
  await owner.call(archiveResidence, { params: asked.params })
  assert.equal((await owner.problem(api.importList, asked)).code, 'residence_archived')
})

test('a file above 5 MB is not read; columns that are no words of ours are refused', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const large = { params, query: {}, bytes: new Uint8Array(api.listLimits.bytes + 1) }
  assert.equal((await owner.problem(api.previewList, large)).code, 'body_too_large')
  const odd = { params, query: { columns: 'title;drop' }, bytes: fixture('list-rrules.csv') }
  assert.equal((await owner.problem(api.previewList, odd)).code, 'invalid_input')
})

test('ten thousand lines are brought in at once, and again, within the time that a statement has', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const lines = Array.from(
    { length: 10_000 },
    (_, index) => `Task ${index},2026-${String(1 + (index % 12)).padStart(2, '0')}-15,every ${1 + (index % 9)} months`
  )
  const asked = {
    params: { residenceId: residence.id },
    query: {},
    bytes: Buffer.from(`title;due;repeat\n${lines.join('\n').replaceAll(',', ';')}`)
  }
  assert.deepEqual((await owner.call(api.importList, asked)).counts, {
    read: 10_000,
    imported: 10_000,
    alreadyHere: 0,
    notUnderstood: 0
  })
  assert.deepEqual((await owner.call(api.importList, asked)).counts, {
    read: 10_000,
    imported: 0,
    alreadyHere: 10_000,
    notUnderstood: 0
  })
  const { count } = await app.db
    .selectFrom('tasks')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  assert.equal(count, 10_000)
})

test('whatever a list holds, its counts add up, and what it says it made is there', async (t) => {
  const app = await testApp(t)
  const owner = await app.person('Ada')
  const cell = fc.constantFrom(
    '',
    'Sweep',
    'Mow',
    '2026-05-01',
    '31.31.2026',
    'weekly',
    'every moon',
    '"a, b"',
    '=1+1',
    '5/5/2026'
  )
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(rows, rows, async (first, second) => {
      const { id: residenceId } = await makeResidence(owner)
      for (const list of [first, second, [...second, ...first]]) {
        const bytes = Buffer.from(`title,due,repeat\n${list.map((row) => row.join(',')).join('\n')}\n`)
        const before = (await titles(owner, residenceId)).length
        const asked = { params: { residenceId }, query: {}, bytes }
        const previewed = await owner.call(api.previewList, asked)
        const { counts, leftOut } = await owner.call(api.importList, asked)
        assert.deepEqual(previewed.counts, counts)
        assert.equal(counts.read, counts.imported + counts.alreadyHere + counts.notUnderstood)
        assert.equal(leftOut.length, counts.notUnderstood)
        assert.equal((await titles(owner, residenceId)).length, before + counts.imported)
      }
    }),
    { numRuns: 12 }
  )
})
