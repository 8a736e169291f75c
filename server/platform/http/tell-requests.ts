import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Outcome, Telemetry } from '../telemetry.ts'

/** Tells of each request by the template of its route, which holds nothing that somebody wrote. */
export function tellRequests(app: FastifyInstance, telemetry: Telemetry): void {
  const ends = new WeakMap<FastifyRequest, (outcome: Outcome) => void>()
  app.addHook('onRequest', async (request) => {
    const { method, id: requestId } = request
    ends.set(request, telemetry.begin({ kind: 'request', method, requestId }))
  })
  app.addHook('onResponse', async (request, reply) => {
    ends.get(request)?.({ route: request.routeOptions.url, status: reply.statusCode })
  })
}
