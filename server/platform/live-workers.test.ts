import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/database.ts'
import { captureLog } from '#test/log.ts'
import { watchWorkers } from './live-workers.ts'

test('a worker whose sign could not be put up again shows later that it lives', { timeout: 30_000 }, async (t) => {
  const { pool: admin, product } = await testDatabase(t)
  const held = async () => {
    const { rows } = await admin.query<{ pid: number }>(
      `select pid from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`
    )
    return rows
  }
  t.mock.timers.enable({ apis: ['setInterval'] })
  const log = captureLog()
  const watch = await watchWorkers(product.pool, ['worker-1'], log)
  await admin.query('select pg_terminate_backend(pid) from unnest($1::integer[]) pid', [
    (await held()).map(({ pid }) => pid)
  ])
  t.mock.method(product.pool, 'connect', () => Promise.reject(new Error('away')), { times: 1 })
  t.mock.timers.tick(10_000)
  while (!log.lines.some(({ level }) => level === 'warn')) await held()
  t.mock.timers.tick(10_000)
  while ((await held()).length === 0) continue
  await watch.stop()
  assert.deepEqual(await held(), [])
})
