import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { schemaPath, tableTypes } from './codegen.ts'
import { testDatabase, testServer } from './database.ts'
import { asAdmin } from './server.ts'

test('schema.ts is what the migrations make; "npm run codegen" renews it', async (t) => {
  const { db } = await testDatabase(t)
  assert.equal(await readFile(schemaPath, 'utf8'), await tableTypes(db))
})

test('each test has its own database, which is gone after it', async (t) => {
  const names: string[] = []
  for (const run of ['first', 'second']) {
    await t.test(run, async (inner) => {
      const { db, source } = await testDatabase(inner)
      names.push(source.database)
      await sql`insert into outbox (name, payload) values (${run}, '{}')`.execute(db)
      assert.deepEqual(await db.selectFrom('outbox').select('name').execute(), [{ name: run }])
    })
  }
  assert.notEqual(names[0], names[1])
  const left = await asAdmin(await testServer(), (client) =>
    client.query('select datname from pg_database where datname = any($1)', [names])
  )
  assert.deepEqual(left.rows, [])
})

test('a file that is run by hand has a server of its own and leaves nothing of it', async () => {
  const script = `
    import { env } from 'node:process'
import { test } from 'node:test'
    import { testDatabase } from '#test/database.ts'
    for (const name of ['first', 'second'])
      test(name, async (t) => {
        const { source } = await testDatabase(t)
        console.log('HOST=' + source.host)
      })`
  const { HONEYDUE_TEST_SERVER: _shared, NODE_TEST_CONTEXT: _runner, ...environment } = env
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: environment
  })
  const hosts = [...stdout.matchAll(/HOST=(.*)/g)].map(([, host]) => host)
  assert.equal(hosts.length, 2)
  assert.equal(hosts[0], hosts[1], 'both tests used one server')
  await assert.rejects(readFile(join(hosts[0] ?? '', '.s.PGSQL.5432.lock')), { code: 'ENOENT' })
})
