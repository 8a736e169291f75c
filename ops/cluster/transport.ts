import { HttpMethod, IsomorphicFetchHttpLibrary, RequestContext, type KubeConfig } from '@kubernetes/client-node'
import { ClusterError, type ClusterFault } from './cluster.ts'
import type { Access } from './kubeconfig.ts'

/** One exchange with an API server: the parsed answer, undefined for 404, ClusterError for every other refusal. */
export type Transport = {
  send(call: Call): Promise<unknown>
  /** The clock of the server, when it answered last. */
  date(): Temporal.Instant | undefined
  close(): void
}

export type Call = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly contentType?: string
  /** The answer is a text as it is, not JSON. */
  readonly isText?: true
  readonly body?: unknown
  /** What the call is about, for whoever reads the error. */
  readonly about: string
}

const timeoutMs = 15_000

/** By the client of the Kubernetes project, which knows how one signs in; one pool of connections for all calls. */
export function openTransport({ config, server }: Access): Transport {
  const library = new IsomorphicFetchHttpLibrary()
  let ground: Promise<RequestContext> | undefined
  let date: Temporal.Instant | undefined
  return {
    date: () => date,
    async send(call) {
      ground ??= signedIn(config, server)
      const answer = await ground
        .then((signed) => library.send(requestOf(call, server, signed)).toPromise())
        .then(async ({ httpStatusCode: status, headers, body }) => {
          date = instantOf(headers['date'])
          const text = await body.text()
          const isText = call.isText === true && status < 300
          return { status, body: isText ? text : parsed(text) }
        })
        .catch((error: unknown) => {
          throw new ClusterError('not reachable', `${server.host} does not answer (${codeOf(error)}).`)
        })
      return accepted(answer, call.about)
    },
    close: () => void ground?.then((signed) => signed.getDispatcher()?.destroy()).catch(() => undefined)
  }
}

/** What every call has: who asks, and the connections to the server whose certificate is checked. */
async function signedIn(config: KubeConfig, server: URL): Promise<RequestContext> {
  const context = new RequestContext(server.href, HttpMethod.GET)
  await config.applySecurityAuthentication(context)
  return context
}

function requestOf(call: Call, server: URL, signed: RequestContext): RequestContext {
  const { method, path, query = {}, contentType = 'application/json', isText = false, body } = call
  const request = new RequestContext(server.href.replace(/\/$/, '') + path, HttpMethod[method])
  for (const [name, value] of Object.entries(query)) request.setQueryParam(name, value)
  for (const [name, value] of Object.entries(signed.getHeaders())) request.setHeaderParam(name, value)
  request.setHeaderParam('accept', isText ? 'text/plain, application/json' : 'application/json')
  if (body !== undefined) request.setHeaderParam('content-type', contentType)
  if (body !== undefined) request.setBody(JSON.stringify(body))
  request.setSignal(AbortSignal.timeout(timeoutMs))
  const dispatcher = signed.getDispatcher()
  if (dispatcher) request.setDispatcher(dispatcher)
  return request
}

type Answer = { readonly status: number; readonly body: unknown }

/** A header as HTTP writes dates (RFC 9110 §5.6.7). */
function instantOf(date: string | undefined): Temporal.Instant | undefined {
  const milliseconds = Date.parse(date ?? '')
  return Number.isNaN(milliseconds) ? undefined : Temporal.Instant.fromEpochMilliseconds(milliseconds)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
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

/** Of what kind a failure is: the code that the socket gave, below what fetch says of it. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error) return codeOf(error.cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}
