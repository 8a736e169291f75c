import { Agent, request } from 'node:https'
import { ClusterError, type ClusterFault } from './cluster.ts'
import type { Access } from './kubeconfig.ts'

/** One exchange with an API server: the parsed answer, undefined for 404, ClusterError for every other refusal. */
export type Transport = {
  send(call: Call): Promise<unknown>
  close(): void
}

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly contentType?: string
  readonly body?: unknown
  /** What the call is about, for whoever reads the error. */
  readonly about: string
}

const timeoutMs = 15_000
const longestAnswer = 16 * 1024 ** 2

/** Over TLS 1.2 at least, to a server whose certificate is checked. */
export function openTransport({
  server,
  certificateAuthority,
  clientCertificate,
  clientKey,
  token
}: Access): Transport {
  const agent = new Agent({
    keepAlive: true,
    ca: certificateAuthority,
    cert: clientCertificate,
    key: clientKey?.reveal(),
    minVersion: 'TLSv1.2'
  })
  return {
    async send(call) {
      const url = new URL(server.href.replace(/\/$/, '') + call.path)
      for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, value)
      const body = call.body === undefined ? undefined : JSON.stringify(call.body)
      const headers: Record<string, string | number> = { accept: 'application/json' }
      if (token) headers['authorization'] = `Bearer ${token.reveal()}`
      if (body !== undefined) headers['content-type'] = call.contentType ?? 'application/json'
      if (body !== undefined) headers['content-length'] = Buffer.byteLength(body)
      const answer = await exchange(url, { agent, method: call.method, headers }, body).catch((error: unknown) => {
        throw new ClusterError('not reachable', `${server.host} does not answer (${codeOf(error)}).`)
      })
      return accepted(answer, call.about)
    },
    close: () => agent.destroy()
  }
}

type Answer = { readonly status: number; readonly body: unknown }

function exchange(url: URL, options: object, body: string | undefined): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { ...options, signal: AbortSignal.timeout(timeoutMs) }, (response) => {
      const chunks: Buffer[] = []
      let length = 0
      response.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > longestAnswer) response.destroy(Object.assign(new Error(), { code: 'too_long' }))
        else chunks.push(chunk)
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)) }))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
}

const faults: Readonly<Record<number, ClusterFault>> = {
  401: 'not signed in',
  403: 'not allowed',
  409: 'conflict',
  422: 'not accepted',
  400: 'not accepted',
  429: 'too busy',
  503: 'too busy'
}

/** Of a refusal only the status and the names of owners are kept: its text repeats what it was sent. */
function accepted({ status, body }: Answer, about: string): unknown {
  if (status >= 200 && status < 300) return body
  if (status === 404) return undefined
  const fault = faults[status] ?? 'broken'
  throw new ClusterError(fault, `${about}: ${fault} (${status})${ownersIn(body)}.`)
}

/** Who owns the fields that a server-side apply would have taken: `conflict with "kubectl": .data.X`. */
function ownersIn(body: unknown): string {
  const text = JSON.stringify(body) ?? ''
  const owners = new Set([...text.matchAll(/conflicts? with \\"([\w.:/-]{1,100})\\"/g)].map(([, owner]) => owner))
  return owners.size > 0 ? `, owned by ${[...owners].join(', ')}` : ''
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  return 'code' in error ? String(error.code) : error.name
}
