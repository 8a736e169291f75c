import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TLSSocket } from 'node:tls'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { jsonPatched, mergePatched } from './json-patch.ts'
import { ObjectStore, Refusal, type Happening, type Thing, type Write } from './object-store.ts'

export type Fault = number | 'after the effect'

export type FakeApiServer = {
  readonly url: string
  readonly certificateAuthority: string
  readonly token: string
  readonly store: ObjectStore
  /** What a call gets instead of an answer, once: a status, or its effect and then no answer. `after`: so many good ones. */
  fail(how: Fault, after?: number): void
  /** `get secrets`: what these credentials may not do. */
  readonly denied: Set<string>
  /** What a pod answers at its own port. */
  readonly pods: Map<string, (path: string) => unknown>
  /** What the container of a pod has written since then. */
  readonly logs: Map<string, (since: Temporal.Instant) => string>
  /** What its clock says; nothing where a test has not set it. */
  readonly clock: { now?: () => Temporal.Instant }
  /** Everything that was sent to it. */
  readonly requests: { method: string; path: string; body: string }[]
}

/** Answers like kube-apiserver where the conformance suite looks; its refusals repeat what they were sent, as those do. */
export async function fakeApiServer(scope: Scope): Promise<FakeApiServer> {
  const faults: (Fault | undefined)[] = []
  const fake = {
    certificateAuthority: testingCertificate.cert,
    token: 'the token of the operator',
    store: new ObjectStore(),
    fail: (how: Fault, after = 0) => void faults.push(...Array.from({ length: after }, () => undefined), how),
    denied: new Set<string>(),
    pods: new Map<string, (path: string) => unknown>(),
    logs: new Map<string, (since: Temporal.Instant) => string>(),
    clock: {},
    requests: []
  } satisfies Omit<FakeApiServer, 'url'>
  for (const name of ['kube-system', 'honeydue']) {
    fake.store.create('/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, asAdmin)
  }
  const tls = { ...testingCertificate, ca: testingCertificate.cert, requestCert: true, rejectUnauthorized: false }
  const server = createServer(tls, (request, response) => void serve(fake, faults, { request, response }))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterwards(scope, async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  const { port } = server.address() as AddressInfo // listens on TCP
  return { ...fake, url: `https://localhost:${port}` }
}

export const asAdmin: Write = { manager: 'admin', dryRun: false, force: false }

type Fake = Omit<FakeApiServer, 'url'>
type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse }

async function serve(fake: Fake, faults: (Fault | undefined)[], { request, response }: Exchange): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://localhost')
  const body = await text(request)
  fake.requests.push({ method: request.method ?? '', path: request.url ?? '', body })
  const fault = faults.shift()
  tellTime(fake, response)
  try {
    if (typeof fault === 'number') throw new Refusal(fault, 'Injected', `as the test wants: ${body}`)
    authenticate(fake, request)
    const call = callOf(request, url, body)
    if (call.watch) return watch(fake.store, call, response)
    const answer = await dispatch(fake, call)
    if (fault === 'after the effect') return void response.destroy()
    send(response, request.method === 'POST' ? 201 : 200, answer)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { status, reason, message } = error
    send(response, status, { kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason, message })
  }
}

function tellTime({ clock }: Fake, response: ServerResponse): void {
  response.sendDate = false
  const now = clock.now?.()
  if (now) response.setHeader('date', new Date(now.epochMilliseconds).toUTCString())
}

function authenticate({ token }: Fake, request: IncomingMessage): void {
  // Made with requestCert above: the socket is one of TLS.
  const byCertificate = (request.socket as TLSSocket).authorized
  if (request.headers.authorization !== `Bearer ${token}` && !byCertificate)
    throw new Refusal(401, 'Unauthorized', 'Unauthorized')
}

type Call = {
  readonly method: string
  readonly collection: string
  readonly resource: string
  readonly name: string | undefined
  readonly rest: string
  readonly query: URLSearchParams
  readonly contentType: string
  readonly body: string
  readonly watch: boolean
  readonly write: Write
}

const address =
  /^(?<base>\/api\/v1|\/apis\/[\w.-]+\/v\d\w*)(?<space>\/namespaces\/[\w-]+(?=\/))?\/(?<resource>[a-z]+)(\/(?<name>[\w.:-]+))?(?<rest>\/.*)?$/

function callOf(request: IncomingMessage, { pathname, searchParams: query }: URL, body: string): Call {
  const { base, space = '', resource, name, rest = '' } = address.exec(pathname)?.groups ?? {}
  if (!resource) throw new Refusal(404, 'NotFound', 'the server could not find the requested resource')
  return {
    method: String(request.method),
    collection: `${base}${space}/${resource}`,
    resource,
    name,
    rest,
    query,
    contentType: String(request.headers['content-type']),
    body,
    watch: query.get('watch') === 'true',
    write: {
      manager: query.get('fieldManager') ?? /^[^/]*/.exec(String(request.headers['user-agent']))?.[0] ?? '',
      dryRun: query.get('dryRun') === 'All',
      force: query.get('force') === 'true'
    }
  }
}

const verbs: Readonly<Record<string, string>> = {
  GET: 'get',
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete'
}

function dispatch(fake: Fake, call: Call): unknown {
  const { method, resource, name, rest } = call
  if (resource === 'selfsubjectaccessreviews') return reviewed(fake, call)
  const verb = method === 'GET' && name === undefined ? 'list' : (verbs[method] ?? method)
  refuseDenied(fake, verb, `${resource}${rest}`)
  if (resource === 'pods' && rest !== '') return rest === '/log' ? logOf(fake, call) : proxied(fake, call)
  return method === 'GET' ? read(fake.store, call) : change(fake.store, call)
}

/** `get pods/log` is a right of its own. */
function refuseDenied({ denied }: Fake, verb: string, what: string): void {
  const [resource = ''] = what.split('/')
  const right = what.endsWith('/log') ? what : resource
  if (denied.has(`${verb} ${right}`)) throw new Refusal(403, 'Forbidden', `cannot ${verb} ${right}`)
}

function reviewed({ denied }: Fake, { body }: Call): unknown {
  const review = JSON.parse(body) as { spec: { resourceAttributes: { verb: string; resource: string } } } // of that kind
  const { verb, resource } = review.spec.resourceAttributes
  return { ...review, status: { allowed: !denied.has(`${verb} ${resource}`) } }
}

function proxied({ pods }: Fake, { name = '', rest }: Call): unknown {
  const pod = pods.get(name.split(':')[0] ?? '')
  if (!pod) throw new Refusal(503, 'ServiceUnavailable', 'no endpoints available')
  return pod(rest.slice('/proxy'.length))
}

/** `pods/log` of the core API: text, of what there is to find. */
function logOf({ store, logs }: Fake, { collection, name = '', query }: Call): string {
  if (!store.get(collection, name)) throw new Refusal(404, 'NotFound', `pods "${name}" not found`)
  const since = query.get('sinceTime') ?? '1970-01-01T00:00:00Z'
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(since)) {
    throw new Refusal(400, 'BadRequest', `parsing time "${since}"`)
  }
  return logs.get(name)?.(Temporal.Instant.from(since)) ?? ''
}

function read(store: ObjectStore, { collection, name, query }: Call): unknown {
  if (name === undefined) {
    const items = store.list(collection).filter((thing) => fits(thing, query.get('labelSelector')))
    return { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: String(store.version) }, items }
  }
  const found = store.get(collection, name)
  if (!found) throw new Refusal(404, 'NotFound', `${name} not found`)
  return found
}

function fits({ metadata }: Thing, selector: string | null): boolean {
  const wanted = (selector ?? '').split(',').filter((term) => term !== '')
  return wanted.every((term) => metadata.labels?.[term.split('=')[0] ?? ''] === term.split('=')[1])
}

function change(store: ObjectStore, call: Call): Thing {
  const { method, collection, name = '', contentType, write } = call
  if (method === 'DELETE') return store.remove(collection, name)
  const sent: unknown = parsed(call)
  if (method === 'POST') return store.create(collection, typed(checked(sent, call), call), write)
  if (method === 'PUT') return store.replace(collection, checked(sent, call), write)
  if (contentType.startsWith('application/apply-patch')) {
    if (!call.query.has('fieldManager'))
      throw new Refusal(422, 'Invalid', 'fieldManager: Required value: is required for apply patch')
    return store.apply(collection, checked(sent, call), { ...write, defaults: defaultsOf(call) })
  }
  const before = store.get(collection, name)
  if (!before) throw new Refusal(404, 'NotFound', `${name} not found`)
  const patched = contentType.startsWith('application/json-patch')
    ? jsonPatched(before, operations(sent))
    : mergePatched(before, sent)
  return store.replace(collection, checked(patched, call), write)
}

function operations(sent: unknown): { op: string; path: string; value?: unknown }[] {
  if (!Array.isArray(sent)) throw new Refusal(400, 'BadRequest', 'a JSON patch is a list')
  return sent as { op: string; path: string; value?: unknown }[] // of RFC 6902
}

function parsed({ body }: Call): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Refusal(400, 'BadRequest', `the object provided is unrecognized: ${body}`)
  }
}

function checked(sent: unknown, { resource, name, body }: Call): Thing {
  const thing = sent as Thing // looked at below
  const { name: own, annotations = {} } = thing.metadata
  const values = resource === 'secrets' ? Object.values(thing['data'] ?? {}) : []
  if (!own) throw new Refusal(422, 'Invalid', 'metadata.name: Required value')
  if (name !== undefined && own !== name) throw new Refusal(400, 'BadRequest', 'the name is not that of the URL')
  if (!values.every((value) => base64.test(String(value)))) {
    throw new Refusal(400, 'BadRequest', `illegal base64 data; bigger context ...|${body}|...`)
  }
  if (!Object.keys(annotations).every((key) => annotation.test(key))) {
    throw new Refusal(422, 'Invalid', 'metadata.annotations: Invalid value')
  }
  return thing
}

/** A Secret that names no type is opaque. */
function typed(thing: Thing, call: Call): Thing {
  return { ...defaultsOf(call), ...thing }
}

function defaultsOf({ resource }: Call): object {
  return resource === 'secrets' ? { type: 'Opaque' } : {}
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/
const annotation = /^([\w.-]{1,253}\/)?[\w.-]{1,63}$/

/** Sends what happened since, a bookmark, and then what happens. */
function watch(store: ObjectStore, { collection, query }: Call, response: ServerResponse): void {
  const since = store.since(collection, Number(query.get('resourceVersion') ?? store.version))
  response.writeHead(200, { 'content-type': 'application/json' })
  const tell = ({ type, object }: { type: string; object: unknown }) =>
    response.write(`${JSON.stringify({ type, object })}\n`)
  for (const happening of since) tell(happening)
  if (query.get('allowWatchBookmarks') === 'true') {
    tell({ type: 'BOOKMARK', object: { metadata: { resourceVersion: String(store.version) } } })
  }
  const follow = (where: string, happening: Happening) => {
    if (where === collection) tell(happening)
  }
  store.on('happened', follow)
  response.on('close', () => store.off('happened', follow))
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const isText = typeof body === 'string'
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json' })
  response.end(isText ? body : JSON.stringify(body))
}
