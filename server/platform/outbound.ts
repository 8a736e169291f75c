import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns'
import { request as plainRequest, type IncomingMessage } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

export type OutboundRequest = {
  /** GET unless said otherwise. */
  readonly method?: 'HEAD' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as a form; makes the request a POST. */
  readonly form?: Readonly<Record<string, string>>
  /** Sent as it is. */
  readonly bytes?: Buffer
  readonly headers?: Readonly<Record<string, string>>
  /** Ends it before its time. */
  readonly signal?: AbortSignal
}
export type OutboundReply = {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly bytes: Buffer
  readonly text: string
}
/** Asks one of a few hosts; throws OutboundError and nothing else. */
export type Outbound = (url: string, request?: OutboundRequest) => Promise<OutboundReply>

export type OutboundOptions = {
  /** `host` or `host:port` as in a URL: nothing else is ever asked. */
  readonly hosts: readonly string[]
  /** The hosts may stand in the operator's own network; otherwise every address they have must be public. */
  readonly privateNetwork?: boolean
  /** Plain HTTP, to this machine only: for a development server. */
  readonly plainLoopback?: boolean
  /** Plain HTTP to anywhere: what is asked is no secret, and the answer is signed by itself (OCSP, which has no TLS). */
  readonly signedAnswers?: boolean
  /** PEM; in place of the public authorities. */
  readonly certificateAuthority?: string | undefined
  readonly timeoutMs?: number
  readonly sizeLimit?: number
}

export class OutboundError extends Error {
  override readonly name = 'OutboundError'
}

/** Within five seconds, at most 64 kB, over TLS, and never on to where a redirect points. */
export function outbound(options: OutboundOptions): Outbound {
  return async (address, request = {}) => {
    const url = new URL(address)
    refuseForeign(url, options)
    try {
      return await ask(url, request, options)
    } catch (error) {
      if (error instanceof OutboundError) throw error
      throw new OutboundError(`${url.host} does not answer`, { cause: error })
    }
  }
}

/** Throws unless the address is of a listed host and may be asked in this way. */
export function refuseForeign(url: URL, options: OutboundOptions): void {
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  if (url.protocol !== 'https:' && !(isPlain(url) && (options.plainLoopback || options.signedAnswers)))
    throw new OutboundError(`${url.host} is asked over TLS only`)
  if (!options.hosts.includes(url.host) || url.username !== '')
    throw new OutboundError(`${url.host} is not a host to ask`)
  // an address, unlike a name, is connected to without being looked up
  if (isIP(hostname) > 0 && !reachable(url, options)(hostname))
    throw new OutboundError(`${url.host} is not an address to ask`)
}

function isPlain({ protocol }: URL): boolean {
  return protocol === 'http:'
}

/** Which addresses may be connected to. */
function reachable(url: URL, { privateNetwork = false, plainLoopback }: OutboundOptions): (address: string) => boolean {
  if (isPlain(url) && plainLoopback) return isLoopback
  return privateNetwork ? () => true : isPublic
}

function ask(url: URL, request: OutboundRequest, options: OutboundOptions): Promise<OutboundReply> {
  const { timeoutMs = 5_000, sizeLimit = 65_536, certificateAuthority: ca } = options
  const { form, headers, signal } = request
  const body = form ? Buffer.from(new URLSearchParams(form).toString()) : request.bytes
  return new Promise((settle, reject) => {
    const asking = (isPlain(url) ? plainRequest : tlsRequest)(
      url,
      {
        method: request.method ?? (form ? 'POST' : 'GET'),
        agent: false, // no connection is kept, so each one is checked
        signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
        lookup: pinnedLookup(url, options),
        ...(ca !== undefined && { ca }),
        headers: {
          accept: 'application/json',
          ...headers,
          ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
          ...(body && { 'content-length': String(body.length) })
        }
      },
      (response) => void read(response, sizeLimit).then(settle, reject)
    )
    asking.on('error', reject)
    asking.end(body)
  })
}

async function read(response: IncomingMessage, sizeLimit: number): Promise<OutboundReply> {
  const status = response.statusCode ?? 0
  if (status >= 300 && status < 400) {
    response.destroy()
    throw new OutboundError('a redirect is not followed')
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > sizeLimit) throw new OutboundError(`the answer is longer than ${sizeLimit} bytes`) // leaving the loop closes it
    chunks.push(chunk)
  }
  const bytes = Buffer.concat(chunks)
  return {
    status,
    headers: response.headers,
    bytes,
    get text() {
      return bytes.toString('utf8')
    }
  }
}

/** Looks a name up once and connects to just that, if every address of it may be asked: a name cannot turn inwards later. */
export function pinnedLookup(url: URL, asked: OutboundOptions): LookupFunction {
  const mayAsk = reachable(url, asked)
  return (hostname: string, options: LookupOptions, done: (...results: never[]) => void) => {
    const answer = done as (error: Error | null, address?: string | LookupAddress[], family?: number) => void // its two forms as one
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error)
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => mayAsk(address)))
        return answer(new OutboundError(`${hostname} is not at an address to ask`))
      return options.all ? answer(null, addresses) : answer(null, first.address, first.family)
    })
  }
}

/** Not of a private, loopback, link-local, shared, mapped or otherwise special range (IANA's registries). */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'
}

function isLoopback(hostname: string): boolean {
  return ipaddr.isValid(hostname) && ipaddr.process(hostname).range() === 'loopback'
}
