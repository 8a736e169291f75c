import { request, type IncomingMessage } from 'node:http'
import { json } from 'node:stream/consumers'
import type Type from 'typebox'
import { Check } from 'typebox/value'
import { internalRoutes } from '../platform/http/internal-routes.ts'
import type { Config } from '../platform/config.ts'

type Attested = Type.Static<(typeof internalRoutes)['credentials']['reply']>

/** What the process at the internal address says of its credentials; undefined where none answers. */
export async function attested(address: Config['internal']): Promise<Attested | undefined> {
  if (!address) return undefined
  const { path, reply } = internalRoutes.credentials
  const where = 'socket' in address ? { socketPath: address.socket } : { host: address.host, port: address.port }
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const asked = request({ ...where, path, headers: { host: 'localhost' }, timeout: 2_000 }, resolve)
      asked.on('error', reject).on('timeout', () => asked.destroy(new Error('no answer')))
      asked.end()
    })
    const answer = await json(response)
    return Check(reply, answer) ? answer : undefined
  } catch {
    return undefined
  }
}
