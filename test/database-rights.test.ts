import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase, type TestDatabase } from './database.ts'
import { rightsOfPeople } from './security/rights.ts'

/** What a role may do with every table, view and sequence, as `name: select, insert`; those of `public` by their bare name. */
async function rightsOf({ pool }: TestDatabase, role: string): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string; may: string }>(
    `select case nspname when 'public' then '' else nspname || '.' end || relname as name, string_agg(kind, ', ' order by nr) as may
     from pg_class join pg_namespace schema on schema.oid = relnamespace,
       unnest('{select,insert,update,delete,truncate,references,trigger}'::text[]) with ordinality kinds (kind, nr)
     where nspname not in ('pg_catalog', 'information_schema', 'pg_toast') and relkind in ('r', 'p', 'v', 'm', 'f')
       and has_table_privilege($1, pg_class.oid, kind)
     group by 1 order by 1`,
    [role]
  )
  return Object.fromEntries(rows.map(({ name, may }) => [name, may]))
}

// ASVS 8.1.1, 13.2.2
test('people’s requests have the rights of test/security/rights.ts, which docs/security.md shows, and no other', async (t) => {
  const listed = Object.entries(rightsOfPeople).map(([name, { may }]) => [name, may])
  assert.deepEqual(
    await rightsOf(await testDatabase(t), 'honeydue_app'),
    Object.fromEntries(listed),
    `what people's requests may do is not what test/security/rights.ts says: give no more than their statements use in the
migration (wall.for_people, wall.for_homes), write the same into rights.ts, and run "npm run documents"`
  )
})

test('the system reads and changes the tables of the product and of its queue, and nobody’s audit log', async (t) => {
  const database = await testDatabase(t)
  const may = await rightsOf(database, 'honeydue_system')
  const { rows } = await database.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`
  )
  const own = rows.map(({ name }) => [name, 'select, insert, update, delete'])
  const ours = Object.entries(may).filter(([name]) => !name.startsWith('graphile_worker.'))
  const log = ['dropped', 'event_names', 'events', 'heads', 'outcomes'].map((name) => [`webhooks.${name}`, 'select'])
  assert.deepEqual(Object.fromEntries(ours), {
    ...Object.fromEntries([...own, ...log]),
    schema_migrations: 'select'
  })
  assert.ok(ours.length < Object.keys(may).length, 'the queue is the system’s')
})

// ASVS 13.2.2
test('the roles of the product own nothing, go round no policy and make nothing, and the queue is not people’s', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query(
    `select rolname as name from pg_roles where rolname in ('honeydue_app', 'honeydue_system')
       and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin or rolreplication)
       and not exists (select from pg_class where relowner = pg_roles.oid)
       and not exists (select from pg_proc where proowner = pg_roles.oid)
       and not exists (select from pg_auth_members where member = pg_roles.oid)
       and not has_schema_privilege(rolname, 'public', 'create')
     order by 1`
  )
  assert.deepEqual(rows, [{ name: 'honeydue_app' }, { name: 'honeydue_system' }])
  const { rows: schemas } = await pool.query(
    `select nspname as name from pg_namespace where has_schema_privilege('honeydue_app', oid, 'usage')
       and nspname not in ('pg_catalog', 'information_schema') order by 1`
  )
  assert.deepEqual(schemas, [{ name: 'audit' }, { name: 'public' }, { name: 'wall' }])
})
