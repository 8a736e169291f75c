import { isIP } from 'node:net'
import Fastify, { type FastifyInstance } from 'fastify'
import type { InternalAddress } from '../config.ts'
import type { Db } from '../postgres/connect.ts'
import type { Attestation } from '../secrets/attestation.ts'
import { asStartError } from '../start-error.ts'
import { mountHealth, type Readiness } from './health.ts'
import { internalRoutes } from './internal-routes.ts'

export type InternalOptions = {
  readonly db: Db
  readonly now: () => Temporal.Instant
  readonly readiness: Readiness
  readonly attest: () => Attestation[]
}

/**
 * The listener that no proxy leads to: how the process is, and which credentials it uses. It knows nobody and needs no right,
 * so it answers with nothing that anybody could use.
 */
export function internalServer({ db, now, readiness, attest }: InternalOptions): FastifyInstance {
  const app = Fastify({ logger: false, bodyLimit: 1024, return503OnClosing: false })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff')
    if (!isOwnName(request.hostname)) await reply.status(421).send({ problem: 'ask by address, not by a name' })
  })
  mountHealth(app, { db, now }, readiness)
  const { method, path, reply } = internalRoutes.credentials
  app.route({ method, url: path, schema: { response: { 200: reply } }, handler: async () => attest() })
  return app
}

/** Listens until it is closed; throws StartError. */
export async function listenInternally(app: FastifyInstance, address: InternalAddress): Promise<void> {
  const [where, named] =
    'socket' in address ? [{ path: address.socket }, address.socket] : [address, `${address.host}:${address.port}`]
  await app.listen(where).catch((error: unknown) => {
    throw asStartError(error, named)
  })
}

/** A page in a browser on this machine that has a name point here is not answered. */
function isOwnName(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '' || isIP(hostname.replace(/^\[|\]$/g, '')) > 0
}
