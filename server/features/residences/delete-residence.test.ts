import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { sql } from 'kysely'
import * as api from '#contract/residences.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'

const app = await testApp({ after })

test('deleting a residence removes all that it holds, and of others nothing', async () => {
  const { owner, member, residence } = await makeHousehold(app)
  const other = await makeResidence(owner, { name: 'Other' })
  for (const { id } of [residence, other]) {
    await owner.call(api.createShareCode, { params: { residenceId: id }, body: { role: 'viewer' } })
    await insertTask(id, member.userId)
  }
  const whole = await rowsOf(other.id)
  assert.ok((await rowsOf(residence.id)).every(({ rows }) => rows > 0))

  await owner.call(api.deleteResidence, { params: { residenceId: residence.id } })

  assert.ok((await rowsOf(residence.id)).every(({ rows }) => rows === 0))
  assert.deepEqual(await rowsOf(other.id), whole)
  for (const person of [owner, member]) {
    const problem = await person.problem(api.getResidence, { params: { residenceId: residence.id } })
    assert.equal(problem.code, 'residence_not_found')
  }
})

test('only an owner deletes, a stranger does not find it, and twice is once', async () => {
  const { owner, manager, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  assert.equal((await manager.problem(api.deleteResidence, { params })).code, 'not_allowed')
  assert.equal((await stranger.problem(api.deleteResidence, { params })).code, 'residence_not_found')
  await owner.call(api.deleteResidence, { params })
  assert.equal((await owner.problem(api.deleteResidence, { params })).code, 'residence_not_found')
})

// ASVS 16.2.1
test('the audit log still tells of a residence that is gone', async () => {
  const { owner, residence } = await makeHousehold(app)
  await owner.call(api.deleteResidence, { params: { residenceId: residence.id } })
  const events = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('residence_id', '=', residence.id)
    .orderBy('at')
    .orderBy('event')
    .execute()
  assert.deepEqual(
    events.map(({ event }) => event),
    ['residence.created', 'residence.deleted']
  )
})

test('a household of ten thousand tasks has the time it takes to be deleted, and a member to leave', async () => {
  await sql`create table time_limits (seen text)`.execute(app.db)
  await sql`grant insert on time_limits to public`.execute(app.db)
  await sql`create function note_time_limit() returns trigger language plpgsql as $$ begin
    insert into time_limits values (current_setting('statement_timeout')); return null; end $$`.execute(app.db)
  for (const table of ['memberships', 'residences']) {
    await sql`create trigger note_time_limit after delete on ${sql.table(table)}
      for each statement execute function note_time_limit()`.execute(app.db)
  }
  const { owner, viewer, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  await viewer.call(api.removeMember, { params: { ...params, userId: viewer.userId } })
  await owner.call(api.deleteResidence, { params })

  const { rows } = await sql`select distinct seen from time_limits`.execute(app.db)
  assert.deepEqual(rows, [{ seen: '1min' }])
})

/** How many rows each table has that names the residence, but for the audit log. */
async function rowsOf(residenceId: string): Promise<{ table: string; rows: number }[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'residence_id'
      and table_name in ('memberships', 'share_codes', 'tasks', 'task_counts', 'completions')`.execute(app.db)
  return Promise.all(
    tables.map(async ({ name }) => {
      const counted = await sql<{ rows: number }>`
        select count(*)::integer as rows from ${sql.table(name)} where residence_id = ${residenceId}`.execute(app.db)
      return { table: name, rows: counted.rows[0]?.rows ?? 0 }
    })
  )
}

async function insertTask(residenceId: string, memberId: string): Promise<void> {
  const id = newId()
  await app.db
    .insertInto('tasks')
    .values({
      id,
      residence_id: residenceId,
      title: 'Filter',
      schedule: '{"kind":"once"}',
      member_ids: [memberId],
      assignee_id: memberId
    })
    .execute()
  await app.db
    .insertInto('completions')
    .values({
      id: newId(),
      task_id: id,
      residence_id: residenceId,
      number: 1,
      kind: 'done',
      completed_on: '2026-01-01',
      before: '{}'
    })
    .execute()
}
