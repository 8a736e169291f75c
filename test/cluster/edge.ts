import { once } from 'node:events'
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import { createSecureContext } from 'node:tls'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { afterwards, type Scope } from '../afterwards.ts'

export type Certificate = { readonly cert: string; readonly key: string }

/** What stands before the pods in Traefik's place. */
export type Edge = {
  /** Without TLS, for the load. */
  readonly url: string
  /** `localhost`, with the certificate that was shown last. */
  readonly tls: { readonly host: string; readonly port: number }
  /** Where requests go, in turn. */
  route(pods: readonly string[]): void
  /** From the next handshake on. */
  show(certificate: Certificate): void
  /** The text of Traefik's `users`: a line each, `name:hash`. Without it /admin is open. */
  admit(users: string | undefined): void
  /** The access log as Traefik writes it in JSON, a line a request. */
  accessLog(): string
  /** The lines of it that are no older. */
  accessLogSince(since: Temporal.Instant): string
}

type Options = {
  /** Whether a password is that of a hash, whatever kind of hash it is. */
  readonly matches?: (password: string, hash: string) => Promise<boolean>
  readonly now?: () => Temporal.Instant
}

type State = {
  pods: readonly Pod[]
  next: number
  users: ReadonlyMap<string, string> | undefined
  readonly log: string[]
  readonly matches: NonNullable<Options['matches']>
  readonly now: () => Temporal.Instant
}
/** Each with connections of its own: those to a pod that has left are not used again. */
type Pod = { readonly url: string; readonly agent: Agent }

/** A small reverse proxy that does what Traefik does where a rotation depends on it. */
export async function startEdge(scope: Scope, options: Options = {}): Promise<Edge> {
  const { matches = async () => false, now = () => Temporal.Now.instant() } = options
  const state: State = { pods: [], next: 0, users: undefined, log: [], matches, now }
  const answer = (asked: IncomingMessage, response: ServerResponse) => void serve(state, asked, response)
  const plain = createServer(answer)
  let context = createSecureContext(testingCertificate)
  const tls = createTlsServer({ SNICallback: (_, done) => done(null, context), ...testingCertificate }, answer)
  const [port, tlsPort] = [await listening(scope, plain), await listening(scope, tls)]
  return {
    url: `http://127.0.0.1:${port}`,
    tls: { host: 'localhost', port: tlsPort },
    route(urls) {
      const known = new Map(state.pods.map((pod) => [pod.url, pod]))
      state.pods = urls.map((url) => known.get(url) ?? { url, agent: new Agent({ keepAlive: true }) })
    },
    show(certificate) {
      context = createSecureContext(certificate)
      tls.setSecureContext(certificate) // for those that name no host
    },
    admit: (users) => void (state.users = users === undefined ? undefined : usersIn(users)),
    accessLog: () => textOf(state.log),
    accessLogSince: (since) => textOf(state.log.filter((line) => Temporal.Instant.compare(timeOf(line), since) >= 0))
  }
}

const textOf = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
const timeOf = (line: string) => (JSON.parse(line) as { time: string }).time // written here

async function listening(scope: Scope, server: Server & { closeAllConnections(): void }): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterwards(scope, async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return (server.address() as AddressInfo).port // listens on TCP
}

/** As Traefik keeps them: a map, so that of two lines with one name the last one counts. */
function usersIn(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line.includes(':'))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]))
}

async function serve(state: State, asked: IncomingMessage, response: ServerResponse): Promise<void> {
  const began = state.now().toString()
  const given = credentialsIn(asked)
  response.on('close', () => {
    const { method, url } = asked
    const line = { RequestMethod: method, RequestPath: url, DownstreamStatus: response.statusCode }
    state.log.push(JSON.stringify({ ClientUsername: given?.name ?? '-', ...line, time: began, level: 'info' }))
  })
  const isOpen = state.users === undefined || !/^\/admin([/?]|$)/.test(asked.url ?? '')
  if (!isOpen && !(await isAdmitted(state, given))) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="traefik"' }).end('401 Unauthorized\n')
    return
  }
  const pod = state.pods[state.next++ % state.pods.length]
  if (!pod) return void response.writeHead(503).end('no available server\n')
  forward(pod, asked, response)
}

function credentialsIn({ headers }: IncomingMessage): { name: string; password: string } | undefined {
  const sent = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (sent === undefined) return undefined
  const text = Buffer.from(sent, 'base64').toString()
  const colon = text.indexOf(':')
  return { name: text.slice(0, colon), password: text.slice(colon + 1) }
}

async function isAdmitted({ users, matches }: State, given: ReturnType<typeof credentialsIn>): Promise<boolean> {
  const hash = given && users?.get(given.name)
  return hash !== undefined && matches(given?.password ?? '', hash)
}

function forward({ url, agent }: Pod, asked: IncomingMessage, response: ServerResponse): void {
  const { method, headers } = asked
  const upstream = request(new URL(asked.url ?? '/', url), { method, headers, agent }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers)
    answered.pipe(response)
  })
  upstream.on('error', () => (response.headersSent ? response.destroy() : response.writeHead(502).end('Bad Gateway\n')))
  response.on('close', () => upstream.destroy())
  asked.pipe(upstream)
}
