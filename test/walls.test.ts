import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { createResidence, listResidences } from '#contract/residences.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { newId } from '#server/platform/ids.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { transact } from '#server/platform/transaction.ts'
import { testDatabase } from './database.ts'
import { testApp, type TestApp } from './harness.ts'
import { addMember, makeHousehold } from './make-residence.ts'
import { makeTask } from './make-task.ts'
import { populate } from './populate.ts'
import { race } from './race.ts'
import { rightsOfPeople } from './security/rights.ts'
import { sourceFiles } from './source-files.ts'

/** Tables of the schema public without policies, and why none is needed. */
const withoutWall: Readonly<Record<string, string>> = {
  schema_migrations: 'names of files; everybody may read it'
}

const howTo = `give each a wall in the migration that makes it, by one of these lines, with the rights that requests use:
  select wall.for_people('…', 'select, insert, update, delete');  rows of a person, in the column user_id (or name another one third)
  select wall.for_homes('…', 'select, insert, update, delete');   rows of a residence, in the column residence_id (or name another)
  select wall.for_system('…');                                    nothing that the request of somebody signed in has to see
  select wall.stand('…', 'select', 'owner_id = wall.me()');       anything else: rights, and which rows
then write what it gave into test/security/rights.ts and run "npm run documents"; migrations/0020_row_level_security.sql says more`

// ASVS 8.4.1
test('every table has forced policies, or is on the list of those that need none', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ name: string; stands: boolean }>(
    `select relname as name, relrowsecurity and relforcerowsecurity and exists (
       select from pg_policy where polrelid = pg_class.oid and 'honeydue_system'::regrole = any (polroles)) as stands
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`
  )
  const open = rows.filter(({ stands, name }) => !stands && !(name in withoutWall)).map(({ name }) => name)
  assert.deepEqual(open, [], `${open.join(', ')}: ${howTo}`)
})

test('a view shows what its reader may see, but for the two of the audit log, which choose their rows themselves', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class
     where relkind in ('v', 'm') and relnamespace in ('public'::regnamespace, 'audit'::regnamespace, 'wall'::regnamespace)
       and not coalesce('security_invoker=true' = any (reloptions), false) order by 1`
  )
  assert.deepEqual(
    rows.map(({ name }) => name),
    ['audit.own_events', 'audit.residence_events']
  )
})

test('functions that act as the owner are few, have a fixed path, and are these', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ name: string; path: string }>(
    `select oid::regproc::text as name, array_to_string(proconfig, ' ') as path from pg_proc
     where prosecdef and pronamespace in ('public'::regnamespace, 'audit'::regnamespace, 'wall'::regnamespace, 'webhooks'::regnamespace)
     order by 1`
  )
  assert.deepEqual(
    rows.map(({ name }) => name),
    [
      'audit.append',
      'audit.events_of',
      'audit.forget',
      'audit.heads',
      'audit.key_of',
      'audit.keys_sealed_otherwise',
      'audit.seal_key_anew',
      'count_deleted_tasks',
      'count_inserted_tasks',
      'count_updated_tasks',
      'delete_archive_of_pack',
      'doom_archive_parts',
      'doom_objects',
      'end_epochs',
      'free_storage',
      'keep_refresh_token',
      'leave_meter',
      'leave_tasks',
      'wall.find_papers',
      'wall.homes',
      'wall.is_new',
      'webhooks.append',
      'webhooks.append_outcome',
      'webhooks.prepare'
    ]
  )
  for (const { name, path } of rows) assert.match(path, /^search_path=pg_catalog,( public,)? pg_temp$/, name)
})

const tables = [
  'users',
  'sessions',
  'residences',
  'memberships',
  'tasks',
  'task_counts',
  'completions',
  'share_codes',
  'task_done_counts'
] as const

test('a person’s request goes round the policies in these places only, each for one step', () => {
  const places = sourceFiles('server').filter(
    ({ path, text }) => /\basSystem\(/.test(text) && !/\/platform\/|\.test\.ts$/.test(path)
  )
  assert.deepEqual(
    places
      .map(({ path, text }) => `${path.slice('server/features/'.length)} ${text.split('asSystem(').length - 1}`)
      .toSorted(),
    [
      'accounts/change-address.ts 1',
      'accounts/federation/link.ts 1',
      'accounts/guesses.ts 1',
      'devices/register-push-device.ts 1',
      'handovers/accept-handover.ts 2',
      'plans/get-subscription.ts 1',
      'plans/limits.ts 1',
      'plans/start-trial.ts 1',
      'residences/join-residence.ts 1',
      'subscriptions/google/present-google-purchase.ts 1',
      'subscriptions/google/read-purchase.ts 1',
      'subscriptions/ownership/present-purchase.ts 3',
      'subscriptions/staff/as-staff.ts 1',
      'subscriptions/stripe/open-portal.ts 1',
      'subscriptions/stripe/start-checkout.ts 2'
    ]
  )
})

/** Whatever a person's request may read, but for the names of the migrations. */
const readable = Object.entries(rightsOfPeople)
  .filter(([table, { may }]) => may.includes('select') && !(table in withoutWall))
  .map(([table]) => table)

async function rowsIn(db: Db, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** The context that a verb is given for a request of this person. */
function requestOf(app: TestApp, userId: string) {
  const actor = {
    kind: 'user',
    userId,
    sessionId: newId(),
    verified: true,
    authenticatedAt: app.clock.now()
  } as const
  return makeContext(app.ground, actor, { requestId: 'test', ip: undefined, userAgent: '' })
}

// ASVS 8.4.1
test('a broken loader, which asks for everything, gets nothing of a stranger’s', async (t) => {
  const app = await testApp(t)
  const { person } = await populate(app)
  const stranger = await app.person('Sam')
  const { db, write } = requestOf(app, stranger.userId)
  for (const table of readable) {
    const own = table === 'users' || table === 'sessions' ? 1 : 0
    assert.equal(await rowsIn(db, table), own, `${table}: only the stranger themselves`)
    assert.equal(await write((tx) => rowsIn(tx, table)), own, `${table}, in a transaction`)
  }
  for (const table of tables) {
    const shown = await rowsIn(requestOf(app, person.userId).db, table)
    assert.ok(shown > 0, `${table} shows its own`)
  }
  const job = makeContext(
    app.ground,
    { kind: 'job', name: 'test' },
    { requestId: 'test', ip: undefined, userAgent: '' }
  )
  assert.equal(await rowsIn(job.db, 'users'), 2, 'a job sees everybody')
})

test('without a user nothing is seen at all', async (t) => {
  const app = await testApp(t)
  await populate(app)
  for (const table of tables) {
    const { rows } = await app.database.product.userPool.query(`select count(*) from ${table}`)
    assert.deepEqual(rows, [{ count: 0 }], table)
  }
})

test('what ends with a membership: an ex-member sees nothing more', async (t) => {
  const app = await testApp(t)
  const { residence, member } = await makeHousehold(app)
  const db = app.ground.dbOf(member.userId)
  assert.equal(await rowsIn(db, 'residences'), 1)
  await app.database.pool.query('delete from memberships where user_id = $1', [member.userId])
  assert.equal(await rowsIn(db, 'residences'), 0)
  assert.equal(await rowsIn(db, 'memberships'), 0)
  assert.ok(residence.id)
})

// ASVS 8.4.1
test('a broken verb can write nothing into another household, nor move anything there', async (t) => {
  const app = await testApp(t)
  const { residence, owner, stranger } = await makeHousehold(app)
  const task = await makeTask(owner, residence.id)
  const own = await stranger.call(createResidence, { body: { name: 'Own', timeZone: 'UTC' } })
  const ownTask = await makeTask(stranger, own.id)
  const db = app.ground.dbOf(stranger.userId)
  const refused = { code: '42501', message: /row-level security/ }
  const row = { id: newId(), title: 'x', schedule: '{"kind":"once"}' }
  await assert.rejects(
    db
      .insertInto('tasks')
      .values({ ...row, residence_id: residence.id })
      .execute(),
    refused
  )
  await assert.rejects(
    db.updateTable('tasks').set({ residence_id: residence.id }).where('id', '=', ownTask.id).execute(),
    refused
  )
  await assert.rejects(
    db
      .insertInto('memberships')
      .values({ residence_id: residence.id, user_id: stranger.userId, role: 'owner' })
      .execute(),
    refused
  )
  await assert.rejects(
    db.updateTable('memberships').set({ residence_id: residence.id }).where('residence_id', '=', own.id).execute(),
    refused
  )
  const untouched = [
    await db.updateTable('tasks').set({ title: 'x' }).where('id', '=', task.id).executeTakeFirst(),
    await db.updateTable('residences').set({ name: 'x' }).where('id', '=', residence.id).executeTakeFirst(),
    await db.updateTable('users').set({ display_name: 'x' }).where('id', '=', owner.userId).executeTakeFirst()
  ]
  assert.deepEqual(
    untouched.map(({ numUpdatedRows }) => numUpdatedRows),
    [0n, 0n, 0n]
  )
  const deleted = await db.deleteFrom('residences').where('id', '=', residence.id).executeTakeFirst()
  assert.equal(deleted.numDeletedRows, 0n)
})

test('co-members are seen by name, and changed by nobody but themselves', async (t) => {
  const app = await testApp(t)
  const { member, owner } = await makeHousehold(app)
  const db = app.ground.dbOf(member.userId)
  const seen = await db.selectFrom('users').select('id').where('id', '=', owner.userId).execute()
  assert.equal(seen.length, 1)
  const changed = await db
    .updateTable('users')
    .set({ display_name: 'x' })
    .where('id', '=', owner.userId)
    .executeTakeFirst()
  assert.equal(changed.numUpdatedRows, 0n)
})

test('a part of a transaction has the system’s rights, and what comes after it, however it ends, has not', async (t) => {
  const app = await testApp(t)
  await populate(app)
  const stranger = await app.person('Sam')
  const db = app.ground.dbOf(stranger.userId)
  const seen = await transact(db, async (tx) => [
    await rowsIn(tx, 'tasks'),
    await asSystem(tx, () => rowsIn(tx, 'tasks')),
    await rowsIn(tx, 'tasks')
  ])
  assert.deepEqual(seen, [0, 2, 0])
  await assert.rejects(
    transact(db, (tx) => asSystem(tx, () => sql`select 1 / 0`.execute(tx))),
    { code: '22012' }
  )
  await race(10, async () => assert.equal(await rowsIn(db, 'tasks'), 0))
  assert.equal(await rowsIn(db, 'tasks'), 0)
})

// ASVS 8.4.1
test('many people over few connections: of 4 000 reads not one shows a foreign row', async (t) => {
  const app = await testApp(t)
  const homes = new Map<string, string>()
  for (const name of ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gil', 'Hal']) {
    const person = await app.person(name)
    homes.set(person.userId, (await person.call(createResidence, { body: { name, timeZone: 'UTC' } })).id)
  }
  const users = [...homes.keys()]
  const ends = await race(400, async (index) => {
    const user = users[index % users.length] ?? ''
    const db = app.ground.dbOf(user)
    const read = async (on: Db) => (await on.selectFrom('residences').select('id').execute()).map(({ id }) => id)
    const foreign: string[] = []
    for (let time = 0; time < 10; time++) {
      if (time === 5) await sql`select 1 / 0`.execute(db).catch(() => {})
      const seen = time % 3 === 0 ? await transact(db, read) : await read(db)
      if (seen.length !== 1 || seen[0] !== homes.get(user)) foreign.push(seen.join())
    }
    return foreign
  })
  assert.deepEqual(
    ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : [String(end.reason)])),
    []
  )
})

// ASVS 8.4.1
test('a hundred requests of two people at once over the same connections: each gets their own home', async (t) => {
  const app = await testApp(t)
  const people = [await app.person('Ada'), await app.person('Ben')] as const
  for (const person of people) await person.call(createResidence, { body: { name: person.name, timeZone: 'UTC' } })
  const ends = await race(100, async (index) => {
    const person = people[index % 2 === 0 ? 0 : 1]
    const { items } = await person.call(listResidences, { query: {} })
    return [person.name, ...items.map(({ name }) => name)]
  })
  const wrong = ends.filter(
    (end) => end.status === 'rejected' || end.value.length !== 2 || new Set(end.value).size !== 1
  )
  assert.deepEqual(wrong, [])
})

test('whoever leaves takes no part in the tasks any more, though they cannot see them', async (t) => {
  const app = await testApp(t)
  const { residence, member, owner } = await makeHousehold(app)
  const other = await app.person('Otto')
  await addMember(app, residence, other, 'member')
  const task = await makeTask(owner, residence.id, {
    assignment: { rotation: 'fixed', memberIds: [member.userId], currentId: member.userId }
  })
  await transact(app.ground.dbOf(member.userId), (tx) =>
    tx.deleteFrom('memberships').where('user_id', '=', member.userId).where('residence_id', '=', residence.id).execute()
  )
  const left = await app.db.selectFrom('tasks').select('member_ids').where('id', '=', task.id).execute()
  assert.deepEqual(left, [{ member_ids: [] }])
})
