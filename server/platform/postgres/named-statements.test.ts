import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { DB } from '../schema.ts'
import { afterwards, type Scope } from '#test/afterwards.ts'
import { emptyDatabase } from '#test/database.ts'
import type { Db } from './connect.ts'
import { namedStatements } from './named-statements.ts'

/** On one connection, with a log that can be read. */
async function databaseWith(scope: Scope, limit: number): Promise<{ db: Db; messages: string[] }> {
  const { pool } = await emptyDatabase(scope)
  pool.options.max = 1
  const messages: string[] = []
  const wrapped = namedStatements(pool, (message) => messages.push(message), limit)
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: wrapped }) })
  afterwards(scope, () => db.destroy())
  return { db, messages }
}

async function prepared(db: Db): Promise<string[]> {
  const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db)
  return rows.map(({ statement }) => statement).filter((statement) => !statement.includes('pg_prepared_statements'))
}

test('a text has one statement, however often and with whatever values it runs', async (t) => {
  const { db } = await databaseWith(t, 10)
  for (const value of [1, 2, 3]) await sql`select ${value}::integer`.execute(db)
  assert.deepEqual(await prepared(db), ['select $1::integer'])
})

test('transaction control is not prepared', async (t) => {
  const { db } = await databaseWith(t, 10)
  await db.transaction().execute((tx) => sql`select 1`.execute(tx))
  const rolledBack = db.transaction().execute(async () => Promise.reject(new Error('no')))
  await assert.rejects(rolledBack, { message: 'no' })
  assert.deepEqual(await prepared(db), ['select 1'])
})

test('texts beyond the limit run unprepared, the first of them is logged, the earlier ones keep their names', async (t) => {
  const { db, messages } = await databaseWith(t, 2)
  for (let width = 1; width <= 5; width++) {
    const list = Array.from({ length: width }, (_, index) => index)
    const { rows } = await sql`select 1 as one where 0 in (${sql.join(list)})`.execute(db)
    assert.deepEqual(rows, [{ one: 1 }])
  }
  assert.equal((await prepared(db)).length, 2)
  assert.equal(messages.length, 1)
  assert.match(messages[0] ?? '', /more than 2 SQL texts.*\$1, \$2, \$3\)/)
})

test('a text that failed at first works once its table is there', async (t) => {
  const { db } = await databaseWith(t, 10)
  const later = sql`select count(*) as count from made_later`
  await assert.rejects(later.execute(db), { code: '42P01' })
  await sql`create table made_later (id integer)`.execute(db)
  assert.deepEqual((await later.execute(db)).rows, [{ count: 0 }])
})

test('a statement whose columns a migration changed fails at most once', async (t) => {
  const { db } = await databaseWith(t, 10)
  await sql`create table grows (id integer)`.execute(db)
  const all = sql`select * from grows`
  await all.execute(db)
  await sql`alter table grows add column name text`.execute(db)
  await assert.rejects(all.execute(db), { code: '0A000' })
  assert.deepEqual((await all.execute(db)).rows, [])
})

test('statements that the server has dropped are prepared anew on a new connection', async (t) => {
  const { db } = await databaseWith(t, 10)
  const one = sql`select 1 as one`
  await one.execute(db)
  await sql`discard all`.execute(db)
  await assert.rejects(one.execute(db), { code: '26000' })
  assert.deepEqual((await one.execute(db)).rows, [{ one: 1 }])
})
