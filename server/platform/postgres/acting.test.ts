import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '#test/database.ts'
import { race } from '#test/race.ts'
import { newId } from '../ids.ts'
import { connectProduct, type Connection, type Db, type ProductDatabase } from './connect.ts'

async function whoAmI(db: Db): Promise<string> {
  const { rows } = await sql<{ user: string }>`select current_setting('app.user', true) as user`.execute(db)
  return rows[0]?.user ?? ''
}

test('a statement runs for the user whose it is, with its values, rows and counts as ever', async (t) => {
  const { dbOf } = (await testDatabase(t)).product
  const [ada, ben] = [newId(), newId()]
  for (const user of [ada, ben, ada]) {
    assert.equal(await whoAmI(dbOf(user)), user)
    const { rows } = await sql<{ number: number }>`select generate_series(1, ${3}::integer) as number`.execute(
      dbOf(user)
    )
    assert.deepEqual(rows, [{ number: 1 }, { number: 2 }, { number: 3 }])
  }
  const inserted = await dbOf(ada).insertInto('outbox').values({ name: 'x', payload: '{}' }).executeTakeFirst()
  assert.equal(inserted.numInsertedOrUpdatedRows, 1n)
})

test('a transaction is its user’s from the first statement to the last', async (t) => {
  const { dbOf } = (await testDatabase(t)).product
  const ada = newId()
  const seen = await dbOf(ada)
    .transaction()
    .execute(async (tx) => [await whoAmI(tx), await whoAmI(tx)])
  assert.deepEqual(seen, [ada, ada])
})

test('nothing of a user is left on a connection: not after an answer, an error, a commit or a rollback', async (t) => {
  const { source } = await testDatabase(t)
  const { dbOf, userPool, close } = withOneConnection(source)
  t.after(close)
  const left = async () => {
    const { rows } = await userPool.query<{ user: string }>(`select current_setting('app.user', true) as user`)
    return rows[0]?.user || ''
  }
  const db = dbOf(newId())
  await whoAmI(db)
  assert.equal(await left(), '')
  await assert.rejects(sql`select 1 / 0`.execute(db), { code: '22012' })
  assert.equal(await left(), '')
  await assert.rejects(sql`no such thing`.execute(db), { code: '42601' })
  assert.equal(await left(), '')
  await db.transaction().execute(whoAmI)
  assert.equal(await left(), '')
  await assert.rejects(
    db.transaction().execute((tx) => sql`select 1 / 0`.execute(tx)),
    { code: '22012' }
  )
  assert.equal(await left(), '')
  assert.notEqual(await whoAmI(db), '', 'and the next statement is the user’s again')
})

test('many people over few connections: each of 4 000 statements is its own user’s', async (t) => {
  const { dbOf } = (await testDatabase(t)).product
  const users = Array.from({ length: 40 }, newId)
  const ends = await race(400, async (index) => {
    const user = users[index % users.length] ?? ''
    const db = dbOf(user)
    const seen = [await whoAmI(db), await whoAmI(db), await db.transaction().execute(whoAmI)]
    if (index % 4 === 0) await sql`select 1 / 0`.execute(db).catch(() => {})
    for (let more = 0; more < 7; more++) seen.push(await whoAmI(db))
    return seen.filter((one) => one !== user).length
  })
  assert.deepEqual(
    ends.filter((end) => end.status === 'rejected' || end.value > 0),
    []
  )
})

test('without named statements, as behind a pooler, each statement brings its role along', async (t) => {
  const { source } = await testDatabase(t)
  const product = connectProduct({
    source,
    poolSize: 2,
    namedStatements: false,
    applicationName: 'test',
    log: () => {}
  })
  t.after(product.close)
  await product.userPool.query('set role none') // a pooler may hand out any session
  const user = newId()
  const who = sql<{
    role: string
    user: string
  }>`select current_user::text as role, current_setting('app.user') as user`
  const answers = [(await who.execute(product.dbOf(user))).rows, (await who.execute(product.db)).rows]
  assert.deepEqual(answers.flat(), [
    { role: 'honeydue_app', user },
    { role: 'honeydue_system', user: '' }
  ])
  const inTransaction = await product
    .dbOf(user)
    .transaction()
    .execute((tx) => who.execute(tx))
  assert.deepEqual(inTransaction.rows, [{ role: 'honeydue_app', user }])
})

test('what is no id of a user is nobody’s', async (t) => {
  const { dbOf } = (await testDatabase(t)).product
  assert.throws(() => dbOf(`x'; set role postgres; --`), TypeError)
})

function withOneConnection(source: Connection): ProductDatabase {
  return connectProduct({ source, poolSize: 1, namedStatements: true, applicationName: 'test', log: () => {} })
}
