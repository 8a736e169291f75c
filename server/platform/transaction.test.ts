import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '#test/database.ts'
import { race } from '#test/race.ts'
import { AppError } from './errors.ts'
import { newId } from './ids.ts'
import { keyringOf } from './keyring.ts'
import type { Db, Tx } from './postgres/connect.ts'
import { Secret } from './secret.ts'
import { forgetOldRequests, transact, transactOnce, type Idempotency } from './transaction.ts'

const keyring = keyringOf(new Secret('k'.repeat(32)))
const digests = (text: string) => keyring.digests('idempotent-request', text)
const request = digests('one request')

function once(changes: Partial<Idempotency> = {}): Idempotency {
  return {
    userId: newId(),
    key: 'the same key',
    requestDigests: request,
    keyId: keyring.activeKeyId,
    secretReply: false,
    ...changes
  }
}

/** Leaves one row that can be counted. */
async function effect(tx: Tx): Promise<{ id: string }> {
  const id = newId()
  await tx.insertInto('outbox').values({ name: 'effect', payload: '{}' }).execute()
  return { id }
}

async function effects(db: Db): Promise<number> {
  const rows = await db.selectFrom('outbox').selectAll().execute()
  return rows.length
}

async function database(t: TestContext) {
  return (await testDatabase(t)).db
}

test('a repeated key gets the first reply and has no second effect', async (t) => {
  const db = await database(t)
  const key = once()
  const first = await transactOnce(db, key, effect)
  assert.deepEqual(await transactOnce(db, key, effect), first)
  assert.equal(await effects(db), 1)
})

test('the same key of somebody else is another key', async (t) => {
  const db = await database(t)
  await transactOnce(db, once(), effect)
  await transactOnce(db, once(), effect)
  assert.equal(await effects(db), 2)
})

test('a key that was used for another request is refused', async (t) => {
  const db = await database(t)
  const key = once()
  await transactOnce(db, key, effect)
  const other = { ...key, requestDigests: digests('another request') }
  await assert.rejects(transactOnce(db, other, effect), { code: 'idempotency_key_reused' })
})

test('what failed has not used its key up', async (t) => {
  const db = await database(t)
  const key = once()
  const failing = async (tx: Tx) => {
    await effect(tx)
    throw new AppError('not_allowed')
  }
  await assert.rejects(transactOnce(db, key, failing), { code: 'not_allowed' })
  await transactOnce(db, key, effect)
  assert.equal(await effects(db), 1)
})

test('a reply that is shown once is not kept, and its repetition says so', async (t) => {
  const db = await database(t)
  const key = once({ secretReply: true })
  await transactOnce(db, key, effect)
  await assert.rejects(transactOnce(db, key, effect), { code: 'idempotency_reply_withheld' })
  const { reply } = await db.selectFrom('idempotency_keys').select('reply').executeTakeFirstOrThrow()
  assert.equal(reply, null)
})

test('after a week a repetition is told that it was carried out, and after sixty days nothing is known of it', async (t) => {
  const db = await database(t)
  const key = once()
  await transactOnce(db, key, effect)
  const now = Temporal.Now.instant()
  const afterDays = (days: number) => now.add({ hours: 24 * days })
  await db.transaction().execute((tx) => forgetOldRequests(tx, afterDays(6)))
  assert.notEqual((await db.selectFrom('idempotency_keys').select('reply').executeTakeFirstOrThrow()).reply, null)

  await db
    .updateTable('idempotency_keys')
    .set({ created_at: now.subtract({ hours: 24 * 8 }).toString() })
    .execute()
  await assert.rejects(transactOnce(db, key, effect), { code: 'idempotency_reply_withheld' })
  await db.transaction().execute((tx) => forgetOldRequests(tx, now))
  assert.equal((await db.selectFrom('idempotency_keys').select('reply').executeTakeFirstOrThrow()).reply, null)
  await assert.rejects(transactOnce(db, key, effect), { code: 'idempotency_reply_withheld' })
  assert.equal(await effects(db), 1)

  await db.transaction().execute((tx) => forgetOldRequests(tx, afterDays(60)))
  assert.deepEqual(await db.selectFrom('idempotency_keys').select('key').execute(), [])
})

/** The same without anything to say. */
async function silentEffect(tx: Tx): Promise<undefined> {
  await effect(tx)
}

test('a reply without a body is repeated as one', async (t) => {
  const db = await database(t)
  const key = once()
  assert.equal(await transactOnce(db, key, silentEffect), undefined)
  assert.equal(await transactOnce(db, key, silentEffect), undefined)
  assert.equal(await effects(db), 1)
})

// ASVS 2.3.4, 15.4.2
test('of a hundred at once with one key exactly one has an effect, and all get its reply', async (t) => {
  const db = await database(t)
  for (let round = 1; round <= 20; round++) {
    const key = once()
    const results = await race(100, () => transactOnce(db, key, effect))
    const replies = new Set(
      results.map((result) => (result.status === 'fulfilled' ? result.value.id : String(result.reason)))
    )
    assert.equal(replies.size, 1, [...replies].join())
    assert.equal(await effects(db), round)
  }
})

// ASVS 15.4.3
test('two that lock each other out are both done in the end', async (t) => {
  const db = await database(t)
  await sql`create table rows (id integer primary key, touched integer not null default 0)`.execute(db)
  await sql`insert into rows values (1), (2)`.execute(db)
  const bothHoldOne = Promise.withResolvers<void>()
  let holding = 0
  const touch = (first: number, second: number) =>
    transact(db, async (tx) => {
      await sql`update rows set touched = touched + 1 where id = ${first}`.execute(tx)
      if (++holding === 2) bothHoldOne.resolve()
      await bothHoldOne.promise
      await sql`update rows set touched = touched + 1 where id = ${second}`.execute(tx)
    })
  await Promise.all([touch(1, 2), touch(2, 1)])
  const { rows } = await sql<{ touched: number }>`select touched from rows`.execute(db)
  assert.deepEqual(
    rows.map(({ touched }) => touched),
    [2, 2]
  )
  assert.ok(holding > 2, 'one of them was run again')
})
