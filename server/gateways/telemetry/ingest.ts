import { outbound, OutboundError } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'

export type IngestOptions = {
  /** Under which `/v1/metrics` and `/v1/traces` lie (OTLP/HTTP). */
  readonly url: string
  readonly privateNetwork: boolean
  readonly token: WatchedSecret
}
/** Hands a request of OTLP (JSON) over; throws when it was not taken. */
export type Ingest = (signal: 'metrics' | 'traces', request: object) => Promise<void>

/** A new token is in force once the ingest has taken an empty request with it. */
export function ingestAt({ url, privateNetwork, token }: IngestOptions): Ingest {
  const ask = outbound({ hosts: [new URL(url).host], privateNetwork, plainLoopback: true, timeoutMs: 10_000 })
  const post = async (signal: string, request: object, shown: Secret | undefined) => {
    const { status } = await ask(`${url}/v1/${signal}`, {
      method: 'POST',
      bytes: Buffer.from(JSON.stringify(request)),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${shown?.reveal() ?? ''}` }
    })
    if (status < 200 || status > 299) throw new NotTaken(status)
  }
  token.whenOffered((candidate) => post('metrics', { resourceMetrics: [] }, candidate))
  return async (signal, request) => {
    const shown = token.active
    await post(signal, request, shown).catch(async (error: unknown) => {
      const refused = error instanceof NotTaken && error.isRefusal
      if (!refused || !(await token.recover(shown, error.code))) throw error
      await post(signal, request, token.active)
    })
    token.used()
  }
}

class NotTaken extends OutboundError {
  readonly code: string
  readonly isRefusal: boolean

  constructor(status: number) {
    super(`the ingest answers with ${status}`)
    this.code = `HTTP_${status}`
    this.isRefusal = status === 401 || status === 403
  }
}
