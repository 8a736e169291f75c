import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type pg from 'pg'
import { afterwards, type Scope } from '#test/afterwards.ts'
import { testDatabase } from '#test/database.ts'
import { query, startForTest, unsynced, usedFolder } from '#test/embedded.ts'
import { checkServer, connect, type ConnectOptions, type Database, type Db, type Tx } from './connect.ts'

function connectFor(scope: Scope, options: Pick<ConnectOptions, 'source'> & Partial<ConnectOptions>): Database {
  const defaults = { poolSize: 1, namedStatements: true, applicationName: 'honeydue test', log: () => {} }
  const database = connect({ ...defaults, ...options })
  afterwards(scope, database.close)
  return database
}

test('a transaction can be read from like the database, and the database is no transaction', () => {
  const txIsDb: Tx extends Db ? true : false = true
  const dbIsTx: Db extends Tx ? true : false = false
  assert.deepEqual({ txIsDb, dbIsTx }, { txIsDb: true, dbIsTx: false })
})

test('dates and moments are text, moments in UTC as RFC 3339; bigint is a number, numeric text', async (t) => {
  const { db } = await testDatabase(t)
  const { rows } = await sql`select
    date '2028-02-29' as date,
    timestamptz '2026-01-02 03:04:05.678901+02' as fraction,
    timestamptz '2026-07-02 03:04:05+00' as whole,
    null::timestamptz as none,
    9007199254740991::bigint as bigint,
    12.50::numeric as numeric,
    interval '1 month 2 days' as interval,
    array[date '2026-01-02', null] as dates,
    array[timestamptz '2026-01-02 03:04:05+00'] as moments,
    array[array[1::bigint], array[2]] as bigints,
    '{"a": [1]}'::jsonb as json,
    '\\x00ff'::bytea as bytes`.execute(db)
  assert.deepEqual(rows, [
    {
      date: '2028-02-29',
      fraction: '2026-01-02T01:04:05.678901Z',
      whole: '2026-07-02T03:04:05Z',
      none: null,
      bigint: Number.MAX_SAFE_INTEGER,
      numeric: '12.50',
      interval: '1 mon 2 days',
      dates: ['2026-01-02', null],
      moments: ['2026-01-02T03:04:05Z'],
      bigints: [[1], [2]],
      json: { a: [1] },
      bytes: Buffer.from([0, 255])
    }
  ])
})

test('a bigint that a number cannot hold, and a moment that is none, fail and are not another value', async (t) => {
  const { db } = await testDatabase(t)
  await assert.rejects(sql`select 9007199254740992::bigint`.execute(db), RangeError)
  await assert.rejects(sql`select 'infinity'::timestamptz`.execute(db), RangeError)
  assert.deepEqual((await sql`select 1 as one`.execute(db)).rows, [{ one: 1 }], 'the connection is still good')
})

test('every session is in UTC and waits for nothing without end', async (t) => {
  const { db } = await testDatabase(t)
  const { rows } = await sql<{ name: string; setting: string }>`
    select name, setting from pg_settings where source = 'client' and name <> 'application_name' order by name`.execute(
    db
  )
  assert.deepEqual(Object.fromEntries(rows.map(({ name, setting }) => [name, setting])), {
    client_encoding: 'UTF8',
    DateStyle: 'ISO, MDY',
    idle_in_transaction_session_timeout: '10000',
    lock_timeout: '2000',
    statement_timeout: '5000',
    TimeZone: 'UTC'
  })
})

test('a URL works as well as a socket’s folder', async (t) => {
  const { url, source } = await testDatabase(t)
  const { db } = connectFor(t, { source: url })
  assert.deepEqual((await sql`select current_database() as name`.execute(db)).rows, [{ name: source.database }])
})

test('connections that the server drops, in use or idle, are replaced and end nothing but their own work', async (t) => {
  const server = await startForTest(t, { dataFolder: await usedFolder(t) })
  const lost: string[] = []
  const { db, pool } = connectFor(t, { source: server.connection, poolSize: 3, log: (message) => lost.push(message) })
  const pid = sql<{ pid: number }>`select pg_backend_pid() as pid`
  const held = await pool.connect()
  const former = (await pid.execute(db)).rows[0]?.pid
  const gone = new Promise((resolve) => held.once('end', resolve))

  // One backend killed: the server restarts itself and drops every connection.
  process.kill(former ?? Number.NaN, 'SIGKILL')
  await gone
  while (pool.idleCount > 0) await new Promise(setImmediate) // the idle one is let go
  held.release()

  let answer: { rows: { pid: number }[] } | undefined
  while (!answer) answer = await pid.execute(db).catch(() => undefined) // recovering
  assert.notEqual(answer.rows[0]?.pid, former)
  assert.match(lost.join(), /^database connection lost/)
})

test('a server that does not answer, a database that is not there, a server too old: each is named', async (t) => {
  const { source } = await testDatabase(t)
  const nowhere = connectFor(t, { source: { ...source, host: '/nonexistent' } })
  await assert.rejects(checkServer(nowhere.pool), { code: 'database_unreachable', exitCode: 69, message: /ENOENT/ })
  const refused = connectFor(t, { source: 'postgres://honeydue@127.0.0.1:1/honeydue' })
  await assert.rejects(checkServer(refused.pool), { code: 'database_unreachable', message: /ECONNREFUSED/ })
  const missing = connectFor(t, { source: { ...source, database: 'nobody_made_this' } })
  await assert.rejects(checkServer(missing.pool), { code: 'database_unreachable', message: /nobody_made_this/ })
  await checkServer(connectFor(t, { source }).pool)

  // No package brings a 15; only the number is needed.
  const old = { query: async () => ({ rows: [{ version: '150004' }] }) } as unknown as pg.Pool
  await assert.rejects(checkServer(old), { code: 'database_unsupported', message: /PostgreSQL 15/ })
})

test('the second run of a query is not parsed again; with names off each run is', async (t) => {
  assert.equal(
    await parsesFor(t, { namedStatements: true, runs: 6 }),
    await parsesFor(t, { namedStatements: true, runs: 2 })
  )
  const once = await parsesFor(t, { namedStatements: false, runs: 2 })
  assert.equal(await parsesFor(t, { namedStatements: false, runs: 6 }), once + 4)
})

/** How often the server's parser ran for so many runs of one query, by its own log. */
async function parsesFor(scope: Scope, given: { namedStatements: boolean; runs: number }): Promise<number> {
  let parses = 0
  const server = await startForTest(scope, {
    dataFolder: await usedFolder(scope),
    settings: { ...unsynced, log_parser_stats: 'on' },
    log: (line) => void (line.includes('PARSER STATISTICS') && parses++)
  })
  const { db, close } = connectFor(scope, { source: server.connection, namedStatements: given.namedStatements })
  for (let run = 0; run < given.runs; run++) await sql`select ${run}::integer as run`.execute(db)
  await close()
  await server.stop() // now all of its log has come
  return parses
}

test('a role that may not log in is told why', async (t) => {
  const server = await startForTest(t, { dataFolder: await usedFolder(t) })
  await query(server.admin, 'alter role honeydue nologin')
  const { pool } = connectFor(t, { source: server.connection })
  await assert.rejects(checkServer(pool), { code: 'database_unreachable', message: /not permitted to log in/ })
})
