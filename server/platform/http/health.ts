import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import type { Db } from '../postgres/connect.ts'
import { apiHeaders } from './headers.ts'

/** Whether this process should be sent requests; turned when it is about to stop. */
export type Readiness = {
  stopping: boolean
  /** What goes on with less than it should have. */
  degraded?: () => readonly string[]
}

/** Apart by more, codes of the clock and the providers' tokens are refused that are right. */
const mostSecondsApart = 30

/**
 * `/healthz`: the process lives. `/readyz`: it may be sent requests, because the database answers and nobody stopped it; and
 * what is less than it should be.
 */
export function mountHealth(
  app: FastifyInstance,
  { db, now }: { db: Db; now: () => Temporal.Instant },
  readiness: Readiness
): void {
  const data = { config: { headers: apiHeaders, anyHost: true } as const }
  app.get('/healthz', data, async () => ({ status: 'ok' }))
  app.get('/readyz', data, async (request, reply) => {
    const secondsApart = readiness.stopping ? undefined : await secondsApartFrom(db, now())
    const problem = readiness.stopping ? 'stopping' : secondsApart === undefined && 'the database does not answer'
    const degraded = [...(readiness.degraded?.() ?? []), ...clockProblems(secondsApart ?? 0)]
    if (!problem) return { status: 'ready', ...(degraded.length > 0 && { degraded }) }
    request.log.warn({ problem }, 'not ready')
    return reply.status(503).header('retry-after', '2').send({ status: 'not ready', problem })
  })
  app.addHook('onSend', async (_request, reply) => {
    if (readiness.stopping) reply.header('connection', 'close')
  })
}

/** By how much the database's clock and ours differ; undefined when it does not answer. */
async function secondsApartFrom(db: Db, now: Temporal.Instant): Promise<number | undefined> {
  try {
    const { rows } = await sql<{ seconds: number }>`
      select extract(epoch from clock_timestamp() - ${now.toString()}::timestamptz)::float8 as seconds`.execute(db)
    return Math.abs(rows[0]?.seconds ?? 0)
  } catch {
    return undefined
  }
}

function clockProblems(secondsApart: number): string[] {
  if (secondsApart <= mostSecondsApart) return []
  return [`clock: this machine and the database are ${Math.round(secondsApart)} s apart`]
}
