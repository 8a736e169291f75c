import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { sealOrigin, testKeyring } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { connectProductForTest } from '#test/server.ts'
import { asProduct, asSuperuser, detected, isDenied, refusedToSuperuser, writtenLog } from '#test/tampering.ts'
import { anchorNow, readAnchors } from './audit-anchor.ts'
import { forgetOrigins, openOrigins } from './audit-origin.ts'
import { verifyAudit } from './audit-verify.ts'
import { audit, auditApart } from './audit.ts'
import type { User } from './context.ts'
import { newId } from './ids.ts'
import { transact } from './transaction.ts'

function somebody(userId = newId()) {
  const actor: User = {
    kind: 'user',
    userId,
    sessionId: newId(),
    verified: true,
    authenticatedAt: Temporal.Now.instant()
  }
  return { actor, origin: { requestId: 'r-1', ip: '203.0.113.7', userAgent: 'Firefox' }, sealOrigin } as const
}

async function append({ product }: TestDatabase, ctx = somebody(), times = 1): Promise<void> {
  for (let time = 0; time < times; time++)
    await transact(product.dbOf(ctx.actor.userId), (tx) =>
      audit(tx, ctx, { event: 'profile.changed', subjectId: ctx.actor.userId })
    )
}

// ASVS 16.2.1, 16.2.2
test('an event says who did what to what, when, from where and with what outcome', async (t) => {
  const database = await testDatabase(t)
  const ctx = somebody()
  const other = newId()
  await transact(database.product.dbOf(ctx.actor.userId), (tx) =>
    audit(tx, ctx, { event: 'role.changed', subjectId: other, residenceId: ctx.actor.sessionId })
  )
  const [event] = await database.db.selectFrom('audit_events').selectAll().execute()
  const { id, at, origin, ...rest } = event ?? assert.fail()
  assert.deepEqual(rest, {
    actor_kind: 'user',
    actor_id: ctx.actor.userId,
    event: 'role.changed',
    outcome: 'done',
    subject_id: other,
    person_id: other,
    residence_id: ctx.actor.sessionId,
    detail: null,
    request_id: 'r-1'
  })
  assert.match(String(at), /Z$/)
  assert.ok(id)
  assert.doesNotMatch(origin ?? '', /203|Firefox/)
  const [opened] = await openOrigins(database.product.db, testKeyring, ctx.actor.userId, [origin ?? null])
  assert.deepEqual(opened, { ip: '203.0.113.7', userAgent: 'Firefox' })
})

test('an event and its change are there together or not at all; what is refused apart stays', async (t) => {
  const database = await testDatabase(t)
  const ctx = somebody()
  const db = database.product.dbOf(ctx.actor.userId)
  await assert.rejects(
    transact(db, async (tx) => {
      await audit(tx, ctx, { event: 'profile.changed' })
      throw new Error('changed my mind')
    })
  )
  await auditApart({ ...ctx, db }, { event: 'access.refused', detail: 'not_allowed' })
  const events = await database.db.selectFrom('audit_events').select(['event', 'outcome', 'detail']).execute()
  assert.deepEqual(events, [{ event: 'access.refused', outcome: 'refused', detail: 'not_allowed' }])
})

// ASVS 16.4.2, 13.2.2, 13.2.1
test('the product’s rights allow adding to the log and nothing else', async (t) => {
  const database = await testDatabase(t)
  const ctx = somebody()
  await append(database, ctx)
  const client = await database.product.userPool.connect()
  try {
    const allowed: string[] = []
    for (const [name, statement] of Object.entries(asProduct))
      if (!(await isDenied(client, `set local app."user" = '${ctx.actor.userId}'; ${statement}`))) allowed.push(name)
    assert.deepEqual(allowed, [])
  } finally {
    client.release()
  }
})

test('the system’s rights are no more, but for destroying a key', async (t) => {
  const { product } = await testDatabase(t)
  const client = await product.pool.connect()
  try {
    const allowed: string[] = []
    for (const [name, statement] of Object.entries(asProduct))
      if (!(await isDenied(client, statement))) allowed.push(name)
    assert.deepEqual(allowed, ['destroy a key', 'speak for another'])
  } finally {
    client.release()
  }
})

for (const [name, statement] of Object.entries(refusedToSuperuser)) {
  test(`even a superuser is refused: ${name}`, async (t) => {
    const database = await testDatabase(t)
    await append(database)
    const client = await database.pool.connect()
    try {
      assert.ok(await isDenied(client, statement))
    } finally {
      client.release()
    }
  })
}

// ASVS 16.4.2
for (const [name, statements] of Object.entries(asSuperuser)) {
  test(`what a superuser did in spite of all is found: ${name}`, async (t) => {
    assert.notDeepEqual(await detected(await testDatabase(t), statements), [])
  })
}

test('a log that nobody touched holds, also with more written since the anchor', async (t) => {
  const database = await testDatabase(t)
  const log = await writtenLog(database)
  await append(database, somebody(), 20)
  assert.deepEqual(await log.problems(), [])
})

test('deleting a person leaves what they did, and the chain holds', async (t) => {
  const database = await testDatabase(t)
  const ctx = somebody()
  await append(database, ctx)
  await database.pool.query('delete from users')
  await transact(database.product.db, (tx) => forgetOrigins(tx, ctx.actor.userId))
  const [event] = await database.db.selectFrom('audit_events').select(['actor_id', 'origin']).execute()
  assert.equal(event?.actor_id, ctx.actor.userId)
  const opened = await openOrigins(database.product.db, testKeyring, ctx.actor.userId, [event.origin])
  assert.deepEqual(opened, [undefined], 'where they came from cannot be read any more')
  assert.deepEqual((await verifyAudit(database.pool, [])).problems, [])
})

test('8 writers of 2 000 events each: not one fork', async (t) => {
  const database = await testDatabase(t)
  const writers = connectProductForTest(database.source, 8)
  t.after(writers.close)
  const ends = await race(8, async () => {
    const ctx = somebody()
    const db = writers.dbOf(ctx.actor.userId)
    const five = Array.from({ length: 5 }, () => ({ event: 'profile.changed', subjectId: ctx.actor.userId }) as const)
    for (let round = 0; round < 400; round++) await transact(db, (tx) => audit(tx, ctx, ...five))
  })
  assert.deepEqual(
    ends.filter(({ status }) => status === 'rejected'),
    []
  )
  const { rows } = await database.pool.query(
    `select count(*) as events, count(distinct previous) as followed from audit.events`
  )
  assert.deepEqual(rows, [{ events: 16_000, followed: 16_000 - (await sameBeginning(database)) }])
  assert.deepEqual(await verifyAudit(database.pool, []).then(({ events, problems }) => [events, problems]), [
    16_000,
    []
  ])
})

/** Chains begin with the same hash: all but one of their first rows follow the same "row". */
async function sameBeginning({ pool }: TestDatabase): Promise<number> {
  const { rows } = await pool.query<{ chains: number }>('select count(distinct chain) as chains from audit.events')
  return (rows[0]?.chains ?? 0) - 1
}

test('when all chains are taken a writer waits for one and does not fork it', async (t) => {
  const database = await testDatabase(t)
  const holder = await database.pool.connect()
  try {
    await holder.query('begin')
    await holder.query('select pg_advisory_xact_lock(1635083369, chain) from generate_series(0, 63) chain')
    const waiting = append(database)
    const blocked = sql`select from pg_locks where locktype = 'advisory' and classid = 1635083369 and not granted`
    while ((await blocked.execute(database.db)).rows.length === 0);
    await holder.query('commit')
    await waiting
  } finally {
    holder.release()
  }
  assert.deepEqual((await verifyAudit(database.pool, [])).problems, [])
})

test('anchors are signed, follow each other, and are made only when something was written', async (t) => {
  const database = await testDatabase(t)
  const { privateKey: key } = generateKeyPairSync('ed25519')
  const lines: string[] = []
  const book = { lines: async () => lines, add: async (line: string) => void lines.push(line) }
  const anchor = () => anchorNow(database.product.db, { book, key }, Temporal.Now.instant())
  await append(database)
  assert.ok(await anchor())
  assert.equal(await anchor(), undefined)
  await append(database)
  assert.ok(await anchor())
  assert.deepEqual([readAnchors(lines, key).anchors.length, readAnchors(lines, key).problems], [2, []])

  const [first = '', second = ''] = lines
  const forged = second.replace(/"at":"\d{4}/, '"at":"2001')
  const other = generateKeyPairSync('ed25519').privateKey
  assert.match(readAnchors([first, forged], key).problems.join(), /anchor 2 is not signed/)
  assert.match(readAnchors(lines, other).problems.join(), /anchor 1 is not signed/)
  assert.match(readAnchors([second], key).problems.join(), /anchor 1 does not follow/)
  assert.match(readAnchors([second, first], key).problems.join(), /does not follow/)
  assert.match(readAnchors(['{}', 'x'], key).problems.join(), /anchor 1 is no anchor,anchor 2 is no anchor/)
})
