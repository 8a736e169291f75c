import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'

/** An API server to be tried, with a namespace that the tests may fill. */
export type ApiServer = {
  readonly url: string
  readonly certificateAuthority: string
  readonly token?: string
  readonly certificate?: { readonly cert: string; readonly key: string }
  readonly namespace: string
}

export type Answer = { readonly status: number; readonly body: Body }
/** What the tests look at of an answer; the rest is theirs to narrow. */
export type Body = {
  readonly metadata?: {
    readonly resourceVersion?: string
    readonly annotations?: Record<string, string>
    readonly managedFields?: { readonly manager: string; readonly operation: string }[]
  }
  readonly data?: Record<string, string>
  readonly items?: readonly Body[]
  readonly reason?: string
  readonly message?: string
  readonly spec?: Record<string, unknown>
  readonly status?: unknown
}

export type Sent = {
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly contentType?: string
  readonly anonymous?: boolean
}

/** One request as it is, and the answer as it is. */
export async function call(api: ApiServer, method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await opened(api, method, path, sent)
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return { status: response.statusCode ?? 0, body: JSON.parse(text || '{}') as Body } // the API answers in JSON
}

/** Of a watch: its first events, as many as are asked for. */
export async function firstEvents(api: ApiServer, path: string, query: Record<string, string>, count: number) {
  const response = await opened(api, 'GET', path, { query: { watch: 'true', ...query } })
  const events: { type: string; object: Body & { metadata: { name?: string } } }[] = []
  let rest = ''
  for await (const chunk of response) {
    const lines = `${rest}${String(chunk)}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) events.push(JSON.parse(line) as (typeof events)[number]) // one event a line
    if (events.length >= count) break
  }
  response.destroy()
  return events
}

async function opened(
  api: ApiServer,
  method: string,
  path: string,
  { query = {}, body, contentType, anonymous }: Sent
) {
  const url = new URL(api.url + path)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  const headers: Record<string, string> = {
    'content-type': contentType ?? 'application/json',
    'user-agent': 'conformance/1'
  }
  if (api.token !== undefined && !anonymous) headers['authorization'] = `Bearer ${api.token}`
  const identity = anonymous ? {} : api.certificate
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const sent = request(url, { method, headers, ca: api.certificateAuthority, agent: false, ...identity }, resolve)
  sent.on('error', reject)
  sent.end(body === undefined ? undefined : JSON.stringify(body))
  return promise
}
