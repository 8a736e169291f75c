import { once } from 'node:events'
import { connect, type ClientHttp2Session } from 'node:http2'
import type { ConnectionOptions } from 'node:tls'
import { OutboundError, pinnedLookup, refuseForeign, type OutboundOptions } from './outbound.ts'

export type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http2'

/** A connection over which one host is asked again and again; how it ended is told by its events. */
export type Http2Connection = ClientHttp2Session

/**
 * Connects to a listed host as `outbound` does, for a service that speaks HTTP/2 and wants one connection for all requests.
 * It is there when the other side has said how much it takes at once. Throws OutboundError and nothing else.
 */
export async function openHttp2(address: string, options: OutboundOptions): Promise<Http2Connection> {
  const url = new URL(address)
  refuseForeign(url, options)
  const { certificateAuthority: ca } = options
  const tls: Pick<ConnectionOptions, 'lookup' | 'ca'> = {
    lookup: pinnedLookup(url, options),
    ...(ca !== undefined && { ca })
  }
  const connection = connect(url.origin, { settings: { enablePush: false }, ...tls })
  connection.on('error', () => {}) // also after it is there: whoever asks is told by the request that fails
  try {
    await once(connection, 'remoteSettings', { signal: AbortSignal.timeout(options.timeoutMs ?? 5_000) })
    return connection
  } catch (error) {
    connection.destroy()
    throw new OutboundError(`${url.host} does not answer`, { cause: error })
  }
}
