import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { emptyDatabase } from '#test/database.ts'
import { prepared } from './prepared.ts'
import type { Db } from './connect.ts'

test('a prepared query is built once and filled with the values of each call, in their places', async (t) => {
  const { db } = await emptyDatabase(t)
  let built = 0
  const sums = prepared((on: Db, { left, right }: { left: number; right: number }) => {
    built += 1
    return sql<{ left: number; sum: number; constant: string }>`
      select ${left}::integer as left, ${right}::integer + ${left}::integer as sum, ${'kept'}::text as constant`.compile(
      on
    )
  })
  assert.deepEqual(await sums(db, { left: 1, right: 10 }), [{ left: 1, sum: 11, constant: 'kept' }])
  assert.deepEqual(await sums(db, { right: 20, left: 2 }), [{ left: 2, sum: 22, constant: 'kept' }])
  assert.equal(built, 1)
})

test('many calls of a prepared query at once do not mix their values', async (t) => {
  const { db } = await emptyDatabase(t)
  const echo = prepared((on: Db, { number }: { number: number }) =>
    sql<{ number: number }>`select ${number}::integer as number`.compile(on)
  )
  const answers = await Promise.all(Array.from({ length: 20 }, (_, number) => echo(db, { number })))
  assert.deepEqual(
    answers.map(([row]) => row?.number),
    Array.from({ length: 20 }, (_, number) => number)
  )
})

test('a prepared query runs in a transaction when it is given one', async (t) => {
  const { db } = await emptyDatabase(t)
  const transactionId = prepared((on: Db, _none: object) =>
    sql<{ id: string }>`select pg_current_xact_id()::text as id`.compile(on)
  )
  await db.transaction().execute(async (tx) => {
    const [first, second] = [await transactionId(tx, {}), await transactionId(tx, {})]
    assert.deepEqual(first, second)
  })
})
