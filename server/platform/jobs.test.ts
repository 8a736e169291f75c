import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type pg from 'pg'
import Type from 'typebox'
import { afterwards } from '#test/afterwards.ts'
import { testDatabase } from '#test/database.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import { _allWorkerPools } from '../../node_modules/graphile-worker/dist/main.js' // not among what it exports
import { keyringOf } from './keyring.ts'
import { Secret } from './secret.ts'
import { drainJobs, enqueue, job, relayOutbox, startWorker, type Jobs } from './jobs.ts'
import type { Ground } from './make-context.ts'

async function queue(t: TestContext) {
  const database = await testDatabase(t)
  const log = captureLog()
  const { db, dbOf, pool } = database.product
  const ground: Ground = {
    db,
    dbOf,
    log,
    now: Temporal.Now.instant,
    random: Math.random,
    keyring: keyringOf(new Secret('k'.repeat(32))),
    sealOrigin: async () => null
  }
  const add = (count: number, name = 'test.count') =>
    database.db.transaction().execute(async (tx) => {
      for (let number = 0; number < count; number++) await enqueue(tx, name, { number })
    })
  const inQueue = async () => {
    const { rows } = await database.pool.query<{ task: string; error: string | null }>(
      'select task_identifier as task, last_error as error from graphile_worker.jobs'
    )
    return rows
  }
  return { ...database, pool, admin: database.pool, ground, log, add, inQueue }
}

function counting(numbers: number[]): Jobs {
  return {
    'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => void numbers.push(number))
  }
}

test('work that was noted is done once, in the order it was noted', async (t) => {
  const { pool, ground, add, inQueue } = await queue(t)
  const numbers: number[] = []
  await add(10)
  await drainJobs({ pool, ground, jobs: counting(numbers) })
  assert.deepEqual(numbers, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  assert.deepEqual(await inQueue(), [])
})

test('what is rolled back was never noted', async (t) => {
  const { db, pool } = await queue(t)
  const failing = db.transaction().execute(async (tx) => {
    await enqueue(tx, 'test.count', { number: 1 })
    throw new Error('no')
  })
  await assert.rejects(failing)
  assert.equal(await relayOutbox(pool), 0)
})

test('several workers at once relay each row once', async (t) => {
  const { pool, add, inQueue } = await queue(t)
  await add(1200)
  const relayed = await race(6, () => relayOutbox(pool))
  const rest = await relayOutbox(pool)
  const counts = relayed.map((result) =>
    result.status === 'fulfilled' ? result.value : assert.fail(String(result.reason))
  )
  assert.equal(
    counts.reduce((sum, count) => sum + count, rest),
    1200
  )
  assert.equal((await inQueue()).length, 1200)
})

test('a job that fails stays with its reason and is tried again', async (t) => {
  const { pool, ground, log, add, inQueue } = await queue(t)
  await add(1)
  const failing = { 'test.count': job(Type.Object({}), () => Promise.reject(new Error('not now'))) }
  await drainJobs({ pool, ground, jobs: failing })
  assert.match((await inQueue())[0]?.error ?? '', /not now/)
  assert.equal(log.unexpectedErrors().length, 1)
  await pool.query('update graphile_worker._private_jobs set run_at = now()')
  const numbers: number[] = []
  await drainJobs({ pool, ground, jobs: counting(numbers) })
  assert.deepEqual(numbers, [0])
})

test('a payload that is not of its schema is not run', async (t) => {
  const { db, pool, ground, inQueue } = await queue(t)
  await db.transaction().execute((tx) => enqueue(tx, 'test.count', { number: 'one' }))
  const numbers: number[] = []
  await drainJobs({ pool, ground, jobs: counting(numbers) })
  assert.deepEqual(numbers, [])
  assert.match((await inQueue())[0]?.error ?? '', /not of its schema/)
})

test('a running worker takes up what is noted, and stops when told', async (t) => {
  const { pool, ground, add, inQueue } = await queue(t)
  const done = Promise.withResolvers<void>()
  const numbers: number[] = []
  const jobs = {
    'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => {
      numbers.push(number)
      if (numbers.length === 3) done.resolve()
    })
  }
  const worker = await startWorker({
    pool,
    ground,
    jobs,
    cron: [{ job: 'test.count', cron: '0 4 * * *' }],
    concurrency: 2
  })
  await add(3)
  await done.promise
  await worker.stop()
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    [0, 1, 2]
  )
  assert.deepEqual(await inQueue(), [])
})

test('a job acts as itself and can be traced to its number', async (t) => {
  const { pool, ground, add } = await queue(t)
  await add(1)
  const seen: unknown[] = []
  const jobs = { 'test.count': job(Type.Object({}), async (ctx) => void seen.push(ctx.actor, ctx.origin.requestId)) }
  await drainJobs({ pool, ground, jobs })
  assert.deepEqual(seen[0], { kind: 'job', name: 'test.count' })
  assert.match(String(seen[1]), /^job-\d+$/)
})

test('a worker that has ended by itself is followed by another one', async (t) => {
  const { pool, ground, log, add, inQueue } = await queue(t)
  log.expectErrors()
  const numbers: number[] = []
  const jobs = {
    'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => void numbers.push(number))
  }
  const worker = await startWorker({ pool, ground, jobs, cron: [], concurrency: 1 })
  for (const running of _allWorkerPools) await running.gracefulShutdown('it cannot write how a job has ended')
  await add(1)
  while ((await inQueue()).length > 0 || numbers.length === 0) await relayOutbox(pool)
  await worker.stop()
  assert.deepEqual(numbers, [0])
})

test('while no worker can begin after one that has ended, each attempt is one warning, and what waits is done by the one that can', async (t) => {
  const { pool, admin, ground, log, add, inQueue } = await queue(t)
  log.expectErrors()
  const numbers: number[] = []
  const worker = await startWorker({ pool, ground, jobs: counting(numbers), cron: [], concurrency: 1 })
  const times = (asked: string, words: string) =>
    log.lines.filter(({ level, message }) => level === asked && message?.startsWith(words)).length
  await admin.query('alter schema graphile_worker rename to away')
  for (const running of _allWorkerPools) await running.gracefulShutdown('it cannot write how a job has ended')
  while (times('warn', 'The worker cannot begin') < 2) await admin.query('select 1')
  await admin.query('alter schema away rename to graphile_worker')
  await add(1)
  while (numbers.length === 0 || (await inQueue()).length > 0) await relayOutbox(pool)
  await worker.stop()
  assert.equal(times('error', 'The worker has ended by itself'), 1)
  assert.deepEqual(numbers, [0])
})

/** It cannot be written how the first job has ended. Each writing waits for the advisory lock of its number; how many have begun. */
async function failFirstEnd(admin: pg.Pool): Promise<() => Promise<number>> {
  await admin.query(`create sequence ends;
    create function fail_first() returns trigger language plpgsql security definer as $$
    declare number bigint := nextval('public.ends');
    begin
      perform pg_advisory_xact_lock(number);
      if number = 1 then raise 'deadlock detected' using errcode = '40P01'; end if;
      return null;
    end $$;
    create trigger fail_first before delete on graphile_worker._private_jobs execute function fail_first()`)
  return async () => {
    const { rows } = await admin.query<{ ends: number }>(
      'select case when is_called then last_value else 0 end::integer as ends from ends'
    )
    return rows[0]?.ends ?? 0
  }
}

test(
  'a worker that could not write once how a job has ended, while others still ran, is followed by another one',
  { timeout: 60_000 },
  async (t) => {
    const { pool, admin, ground, log, add, inQueue } = await queue(t)
    log.expectErrors()
    const ends = await failFirstEnd(admin)
    const numbers: number[] = []
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const jobs = {
      'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => {
        numbers.push(number)
        await gates[number]?.promise
      })
    }
    await add(gates.length)
    const worker = await startWorker({ pool, ground, jobs, cron: [], concurrency: gates.length })
    while (numbers.length < gates.length) await inQueue()
    // Long enough ago for another worker to take it up at once.
    await admin.query("update graphile_worker._private_jobs set locked_at = now() - interval '1 minute'")
    for (const [number, gate] of gates.entries()) {
      gate.resolve()
      while ((await ends()) <= number) await inQueue()
    }
    await add(1)
    while ((await inQueue()).length > 0 || numbers.length < 7) await relayOutbox(pool)
    await worker.stop()
    assert.deepEqual(
      numbers.toSorted((one, other) => one - other),
      [0, 0, 0, 1, 2, 3, 4],
      'the first one again, whose end was not written, and the new one'
    )
  }
)

test(
  'running all that is due fails, and does not wait for ever, when it cannot be written how a job has ended',
  { timeout: 60_000 },
  async (t) => {
    const { pool, admin, ground, log, add, inQueue } = await queue(t)
    log.expectErrors()
    const ends = await failFirstEnd(admin)
    const blocker = await admin.connect()
    afterwards(t, () => blocker.release())
    await blocker.query('select pg_advisory_lock(1), pg_advisory_lock(2)')
    const isFatal = () => log.lines.some(({ message }) => message?.startsWith('Failed to complete jobs'))
    const numbers: number[] = []
    // The first end fails, the second succeeds after it, and the third job fails after that.
    const third = async () => {
      await blocker.query('select pg_advisory_unlock(1)')
      while (!isFatal()) await inQueue()
      await blocker.query('select pg_advisory_unlock(2)')
      while ((await inQueue()).length > 2) continue
      throw new Error('no')
    }
    const jobs = {
      'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => {
        numbers.push(number)
        while ((await ends()) < number) continue // else two ends are written as one
        if (number === 2) await third()
      })
    }
    await add(3)
    await assert.rejects(drainJobs({ pool, ground, jobs }), /deadlock detected/)
    assert.deepEqual(numbers, [0, 1, 2])
  }
)

test('what a worker held when its power went is done by the next one; what a living one holds is left alone', async (t) => {
  const { pool, ground, add, inQueue } = await queue(t)
  await add(2)
  await relayOutbox(pool)
  const held = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  t.after(() => release.resolve())
  const numbers: number[] = []
  const jobs = {
    'test.count': job(Type.Object({ number: Type.Integer() }), async (_ctx, { number }) => {
      numbers.push(number)
      held.resolve()
      if (number === 1) await release.promise
    })
  }
  // Number 0 is held by a worker that is no more.
  await pool.query(
    `update graphile_worker._private_jobs set locked_by = 'worker-dead', locked_at = now() - interval '6 seconds' where payload->>'number' = '0'`
  )
  const living = await startWorker({ pool, ground, jobs, cron: [], concurrency: 1 })
  await held.promise
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = now() - interval '6 seconds' where locked_by is not null`
  )
  const next = await startWorker({ pool, ground, jobs, cron: [], concurrency: 1 })
  const { rows } = await pool.query(
    `select 1 from graphile_worker._private_jobs where payload->>'number' = '1' and locked_by is not null`
  )
  assert.equal(rows.length, 1, 'the living one still holds its job')
  release.resolve()
  while ((await inQueue()).length > 0) await relayOutbox(pool)
  await next.stop()
  await living.stop()
  assert.deepEqual(
    numbers.toSorted((a, b) => a - b),
    [0, 1]
  )
})
