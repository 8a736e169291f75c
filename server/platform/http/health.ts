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

/** `/healthz`: the process lives. `/readyz`: it may be sent requests, because the database answers and nobody stopped it. */
export function mountHealth(app: FastifyInstance, db: Db, readiness: Readiness): void {
  const data = { config: { headers: apiHeaders, anyHost: true } as const }
  app.get('/healthz', data, async () => ({ status: 'ok' }))
  app.get('/readyz', data, async (request, reply) => {
    const problem = readiness.stopping ? 'stopping' : await databaseProblem(db)
    const degraded = readiness.degraded?.() ?? []
    if (!problem) return { status: 'ready', ...(degraded.length > 0 && { degraded }) }
    request.log.warn({ problem }, 'not ready')
    return reply.status(503).header('retry-after', '2').send({ status: 'not ready', problem })
  })
  app.addHook('onSend', async (_request, reply) => {
    if (readiness.stopping) reply.header('connection', 'close')
  })
}

async function databaseProblem(db: Db): Promise<string | undefined> {
  try {
    await sql`select 1`.execute(db)
    return undefined
  } catch {
    return 'the database does not answer'
  }
}
