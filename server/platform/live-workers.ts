import type pg from 'pg'
import type { Log } from './context.ts'
import { whenRenewed } from './postgres/renewable-pool.ts'

/**
 * graphile-worker keeps a job locked for four hours when its worker dies with the power. So each worker holds a session
 * advisory lock named after itself: what is locked by a name that nobody holds is free again at the next look.
 */
export type LiveWorkers = { stop(): Promise<void> }

const lookEveryMs = 10_000
/** Any number that nothing else in the database locks with; the second half is the worker's name. */
const lockClass = 1_752_133_223

/** Frees what dead workers hold, now and every ten seconds, and lets the others see that `workerIds` live. */
export async function watchWorkers(pool: pg.Pool, workerIds: readonly string[], log: Log): Promise<LiveWorkers> {
  let sign: pg.PoolClient | undefined = await holdSign(pool, workerIds)
  const renew = async () => {
    const former = sign
    sign = await holdSign(pool, workerIds) // shared: both hold it for a moment
    if (former) await letGo(former)
  }
  const look = async () => {
    try {
      // The server may have ended the session that holds the sign; the number of locks tells.
      if (!sign || !(await isHeld(sign, workerIds))) {
        sign?.release(true)
        sign = undefined // until there is one
        sign = await holdSign(pool, workerIds)
      }
      await freeJobsOfTheDead(pool)
    } catch (error) {
      log.warn({ err: error }, 'Jobs of dead workers could not be looked for; trying again')
    }
  }
  await look()
  let turn = Promise.resolve()
  const inTurn = (run: () => Promise<void>) =>
    void (turn = turn
      .then(run)
      .catch((error: unknown) => log.warn({ err: error }, 'A worker could not show that it lives')))
  const timer = setInterval(() => inTurn(look), lookEveryMs)
  const forget = whenRenewed(pool, () => inTurn(renew))
  return {
    async stop() {
      clearInterval(timer)
      forget()
      await turn
      if (sign) await letGo(sign)
    }
  }
}

async function holdSign(pool: pg.Pool, workerIds: readonly string[]): Promise<pg.PoolClient> {
  const client = await pool.connect()
  try {
    await client.query('select pg_advisory_lock_shared($1, hashtext(id)) from unnest($2::text[]) id', [
      lockClass,
      workerIds
    ])
    return client
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Given back whole, so that closing the pool waits for its end. A lost connection has lost its locks as well. */
async function letGo(sign: pg.PoolClient): Promise<void> {
  await sign.query('select pg_advisory_unlock_all()').catch(() => {})
  sign.release()
}

async function isHeld(sign: pg.PoolClient, workerIds: readonly string[]): Promise<boolean> {
  try {
    const { rows } = await sign.query<{ held: number }>(
      `select count(*)::integer as held from pg_locks where locktype = 'advisory' and classid = $1 and pid = pg_backend_pid()`,
      [lockClass]
    )
    return rows[0]?.held === workerIds.length
  } catch {
    return false
  }
}

/** A worker that has just begun may hold jobs before its sign: hence the five seconds. */
async function freeJobsOfTheDead(pool: pg.Pool): Promise<void> {
  await pool.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
     where locked_at < now() - interval '5 seconds' and not exists (
       select from pg_locks where locktype = 'advisory' and classid = $1 and objid = (hashtext(locked_by)::bigint & 4294967295)::oid)
     having count(*) > 0`,
    [lockClass]
  )
}
