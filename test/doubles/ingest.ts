import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { FaultQueue } from './fault-queue.ts'

type Token = { readonly hash: string; readonly name: string; lastUsedAt: string | null }

/** The ingest of metrics and traces (OTLP/HTTP in JSON) with the tokens that it takes, over TLS. */
export type TestIngest = {
  readonly url: string
  readonly tokens: Map<string, Token>
  /** How many requests with something in them were taken, and how many refused. */
  readonly counts: { taken: number; refused: number }
  know(value: string): void
  /** One of the next calls about tokens gets that instead of an answer. */
  fail(how: number | 'after the effect', after?: number): void
  stop(): Promise<void>
}

export const ingestAdmin = 'what may manage the tokens'

export async function testIngest(
  scope: Scope,
  now: () => Temporal.Instant = Temporal.Now.instant
): Promise<TestIngest> {
  const faults = new FaultQueue<number | 'after the effect'>()
  const server = await localServer(
    scope,
    createServer({ ...testingCertificate }, (request, response) => void serve(request, response))
  )
  const ingest: TestIngest = {
    url: `https://localhost:${server.port}`,
    tokens: new Map(),
    counts: { taken: 0, refused: 0 },
    know: (value) => void register(hash('sha256', value), 'by hand'),
    fail: faults.fail,
    stop: server.stop
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const bearer = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
    const isExport = request.method === 'POST' && /^\/v1\/(metrics|traces)$/.test(request.url ?? '')
    if (isExport) return answer(response, exported(bearer, body))
    const fault = faults.next()
    if (typeof fault === 'number') return answer(response, fault, { message: `as the test wants: ${body}` })
    const [status, said] = bearer === ingestAdmin ? manage(request, body) : [401]
    if (fault === 'after the effect') return void response.destroy()
    answer(response, status, said)
  }

  function exported(bearer: string, body: string): number {
    const token = ingest.tokens.get(hash('sha256', bearer))
    const said = parsed(body)
    const list = said?.['resourceMetrics'] ?? said?.['resourceSpans']
    if (!Array.isArray(list)) return 400
    if (!token) {
      ingest.counts.refused += 1
      return 401
    }
    if (list.length === 0) return 200 // tries the token, and is no use of it
    ingest.counts.taken += 1
    token.lastUsedAt = now().toString()
    return 200
  }

  function manage({ method, url }: IncomingMessage, body: string): [number, unknown?] {
    const [, , id] = /^\/tokens(\/([0-9a-f]{64}))?$/.exec(url ?? '') ?? []
    if (id !== undefined) return method === 'DELETE' ? [ingest.tokens.delete(id) ? 204 : 404] : [405]
    if (url !== '/tokens') return [404]
    return method === 'POST' ? [create(body)] : [200, [...ingest.tokens.values()]]
  }

  function create(body: string): number {
    const { hash: given, name, ...others } = parsed(body) ?? {}
    const isWhole = typeof given === 'string' && /^[0-9a-f]{64}$/.test(given) && typeof name === 'string'
    if (!isWhole || Object.keys(others).length > 0) return 422
    return register(given, name) ? 201 : 200
  }

  function register(of: string, name: string): boolean {
    if (ingest.tokens.has(of)) return false
    ingest.tokens.set(of, { hash: of, name, lastUsedAt: null })
    return true
  }

  return ingest
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(body) as Record<string, unknown> // looked at by whoever asks
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, status: number, body?: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body))
}
