import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import {
  constants,
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type Http2SecureServer,
  type Http2Server,
  type Http2Session,
  type ServerHttp2Stream
} from 'node:http2'
import { connect, createServer as createRelay, type AddressInfo, type Server, type Socket } from 'node:net'
import { compactVerify, decodeProtectedHeader } from 'jose'
import type { ApnsKey } from '#server/platform/push-config.ts'
import { Secret } from '#server/platform/secret.ts'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { afterwards, type Scope } from '../afterwards.ts'

/** What a phone was sent. */
export type ApnsNotice = {
  readonly token: string
  readonly id: string
  readonly collapseId: string
  readonly expiration: number
  readonly payload: Record<string, unknown> & { readonly aps: { readonly alert: { title: string; body: string } } }
}
type Fault = { readonly status: number; readonly reason: string; readonly headers?: Record<string, string> }

/**
 * Apple's push service on a socket (HTTP/2, without TLS unless asked for). It refuses what the real one refuses, and headers that it does not
 * know, over which the real one passes in silence.
 */
export type TestApns = {
  readonly url: string
  readonly topic: string
  /** All that was taken, in the order in which it came. */
  readonly sent: ApnsNotice[]
  /** The authorization of each request, whatever became of it. */
  readonly presented: string[]
  /** What stands on the phone of this token: a notice takes the place of another with its collapse id. */
  shownOn(token: string): ApnsNotice[]
  /** Keys of the team that are not revoked. */
  readonly keys: Set<ApnsKey>
  install(token: string): void
  /** From then on (now, unless said otherwise) the app is not there any more. */
  uninstall(token: string, since?: Temporal.Instant): void
  /** The next requests are answered so, or their connection is torn down. */
  answerNext(...faults: (Fault | 'reset')[]): void
  /** Connections so far, and pings on them. */
  readonly counts: { connections: number; pings: number; atOnce: number }
  /** Says goodbye on every connection, as Apple does before it restarts a server. */
  goAway(): void
  /** What connections there are now answer nothing any more, and are not closed. */
  freeze(): void
  stop(): Promise<void>
  start(): Promise<void>
}

export const teamId = 'TEAMID1234'

/** A key as Apple gives it out. */
export function apnsKey(kid = 'KEYID12345'): ApnsKey {
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'prime256v1',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' }
  })
  return { kid, teamId, p8: new Secret(privateKey) }
}

/** The text of the secret's file. */
export function fileOfApnsKey({ kid, teamId: team, p8 }: ApnsKey): string {
  return JSON.stringify({ kid, teamId: team, p8: p8.reveal() })
}

const topic = 'org.example.honeydue'
const headers = new Set([
  ':method',
  ':path',
  ':scheme',
  ':authority',
  'authorization',
  'apns-id',
  'apns-topic',
  'apns-push-type',
  'apns-priority',
  'apns-expiration',
  'apns-collapse-id'
])

class Refusal extends Error {
  readonly status: number
  readonly more: object

  constructor(status: number, reason: string, more: object = {}) {
    super(reason)
    this.status = status
    this.more = more
  }
}

export async function testApns(
  scope: Scope,
  { key = apnsKey(), now = Temporal.Now.instant, streamsAtOnce = 100, tls = false } = {}
): Promise<TestApns> {
  const installed = new Map<string, Temporal.Instant | undefined>()
  const faults: (Fault | 'reset')[] = []
  const sessions = new Map<Http2Session, { shown?: string }>()
  /** The last token of each key, for the interval between two. */
  const latest = new Map<string, { token: string; at: number }>()
  let running = 0
  let server: Http2Server | Http2SecureServer | undefined
  let relay: Server | undefined
  let port = 0
  const frozen = new Set<Socket>()
  const sockets = new Set<Socket>()

  const double: TestApns = {
    get url() {
      return tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`
    },
    topic,
    sent: [],
    presented: [],
    keys: new Set([key]),
    counts: { connections: 0, pings: 0, atOnce: 0 },
    shownOn(token) {
      const theirs = double.sent.filter((notice) => notice.token === token)
      return [...new Map(theirs.map((notice) => [notice.collapseId, notice])).values()]
    },
    install: (token) => void installed.set(token, undefined),
    uninstall: (token, since = now()) => void installed.set(token, since),
    answerNext: (...next) => void faults.push(...next),
    goAway() {
      for (const session of sessions.keys()) session.goaway(constants.NGHTTP2_NO_ERROR)
    },
    freeze() {
      for (const socket of sockets) frozen.add(socket.pause())
    },
    async stop() {
      for (const session of sessions.keys()) session.destroy()
      for (const socket of sockets) socket.destroy()
      for (const each of [server, relay]) if (each) await new Promise((closed) => each.close(closed))
      server = relay = undefined
    },
    start
  }

  async function start(): Promise<void> {
    const settings = { maxConcurrentStreams: streamsAtOnce }
    server = tls ? createSecureServer({ ...testingCertificate, settings }) : createServer({ settings })
    server.on('session', (session) => {
      double.counts.connections += 1
      sessions.set(session, {})
      session.on('ping', () => (double.counts.pings += 1))
      session.on('error', () => {})
      session.on('close', () => sessions.delete(session))
    })
    server.on('stream', (stream: ServerHttp2Stream, given: IncomingHttpHeaders) => {
      stream.on('error', () => {})
      double.counts.atOnce = Math.max(double.counts.atOnce, (running += 1))
      stream.on('close', () => (running -= 1))
      void answer(stream, given)
    })
    const inner = await listening(server, 0)
    // what comes goes through sockets of our own, so that they can fall silent
    relay = createRelay((socket) => {
      const onwards = connect(inner, '127.0.0.1')
      sockets.add(socket)
      for (const end of [socket, onwards])
        end.on('error', () => {}).on('close', () => (socket.destroy(), onwards.destroy(), sockets.delete(socket)))
      socket.on('data', (chunk) => frozen.has(socket) || onwards.write(chunk))
      onwards.on('data', (chunk) => frozen.has(socket) || socket.write(chunk))
    })
    port = await listening(relay, port)
  }

  async function answer(stream: ServerHttp2Stream, given: IncomingHttpHeaders): Promise<void> {
    let body = ''
    for await (const chunk of stream.setEncoding('utf8') as AsyncIterable<string>) body += chunk
    const fault = faults.shift()
    double.presented.push(given.authorization ?? '')
    if (fault === 'reset') {
      stream.session?.destroy()
      return
    }
    try {
      if (fault) throw new Refusal(fault.status, fault.reason, { headers: fault.headers })
      await checkProvider(stream, given)
      double.sent.push(checkNotice(given, body))
      reply(stream, { ':status': 200, 'apns-id': given['apns-id'] })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const { headers: more, ...facts } = error.more as { headers?: Record<string, string> }
      reply(stream, { ...more, ':status': error.status }, { reason: error.message, ...facts })
    }
  }

  /** "Establishing a token-based connection to APNs", and what Apple's engineers say of two keys on one connection. */
  async function checkProvider(stream: ServerHttp2Stream, given: IncomingHttpHeaders): Promise<void> {
    const token = bearerOf(given)
    const { kid, iat } = await signedBy(token)
    const session = (stream.session && sessions.get(stream.session)) ?? {}
    const before = latest.get(kid) ?? { token, at: iat }
    const isSoon = before.token !== token && Math.abs(iat - before.at) < 20 * 60
    if (isSoon || kidOf(session.shown ?? token) !== kid) throw new Refusal(429, 'TooManyProviderTokenUpdates')
    session.shown = token
    latest.set(kid, { token, at: iat })
  }

  async function signedBy(token: string): Promise<{ kid: string; iat: number }> {
    const kid = kidOf(token)
    const known = [...double.keys].find((each) => each.kid === kid)
    if (!known) throw new Refusal(403, 'InvalidProviderToken')
    const verified = await compactVerify(token, createPublicKey(known.p8.reveal()), { algorithms: ['ES256'] }).catch(
      () => {
        throw new Refusal(403, 'InvalidProviderToken')
      }
    )
    const claims = JSON.parse(Buffer.from(verified.payload).toString()) as { iss?: unknown; iat?: unknown }
    const seconds = Math.floor(now().epochMilliseconds / 1000)
    const { iss, iat, ...others } = claims
    if (iss !== known.teamId || typeof iat !== 'number' || iat > seconds || Object.keys(others).length > 0)
      throw new Refusal(403, 'InvalidProviderToken')
    if (iat < seconds - 3600) throw new Refusal(403, 'ExpiredProviderToken')
    return { kid, iat }
  }

  function checkNotice(given: IncomingHttpHeaders, body: string): ApnsNotice {
    const unknown = Object.keys(given).find((name) => !headers.has(name))
    if (unknown !== undefined) throw new Refusal(400, `UnknownHeader ${unknown}`)
    if (given[':method'] !== 'POST') throw new Refusal(405, 'MethodNotAllowed')
    const [, token] = /^\/3\/device\/(.+)$/.exec(given[':path'] ?? '') ?? []
    if (token === undefined) throw new Refusal(404, 'BadPath')
    checkHeaders(given)
    const payload = payloadOf(body)
    if (!/^[0-9a-f]{64}$/.test(token) || !installed.has(token)) throw new Refusal(400, 'BadDeviceToken')
    const since = installed.get(token)
    if (since) throw new Refusal(410, 'Unregistered', { timestamp: since.epochMilliseconds })
    const expiration = Number(given['apns-expiration'])
    return { token, id: String(given['apns-id']), collapseId: String(given['apns-collapse-id']), expiration, payload }
  }

  await start()
  afterwards(scope, double.stop)
  return double
}

function bearerOf({ authorization = '' }: IncomingHttpHeaders): string {
  const [, token] = /^bearer (\S+)$/.exec(authorization) ?? []
  if (token === undefined) throw new Refusal(403, 'MissingProviderToken')
  return token
}

function checkHeaders(given: IncomingHttpHeaders): void {
  const text = (name: string) => String(given[name] ?? '')
  if (text('apns-topic') === '') throw new Refusal(400, 'MissingTopic')
  if (text('apns-topic') !== topic) throw new Refusal(400, 'DeviceTokenNotForTopic')
  if (text('apns-push-type') !== 'alert') throw new Refusal(400, 'InvalidPushType')
  if (!['1', '5', '10'].includes(text('apns-priority'))) throw new Refusal(400, 'BadPriority')
  if (!/^\d+$/.test(text('apns-expiration'))) throw new Refusal(400, 'BadExpirationDate')
  if (Buffer.byteLength(text('apns-collapse-id')) > 64) throw new Refusal(400, 'BadCollapseId')
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text('apns-id'))) throw new Refusal(400, 'BadMessageId')
}

function payloadOf(body: string): ApnsNotice['payload'] {
  if (body === '') throw new Refusal(400, 'PayloadEmpty')
  if (Buffer.byteLength(body) > 4096) throw new Refusal(413, 'PayloadTooLarge')
  const payload = JSON.parse(body) as ApnsNotice['payload']
  const { title, body: text } = payload.aps.alert
  if (typeof title !== 'string' || typeof text !== 'string') throw new Refusal(400, 'BadPayload')
  return payload
}

function kidOf(token: string): string {
  try {
    const { alg, kid, ...others } = decodeProtectedHeader(token)
    if (alg === 'ES256' && kid !== undefined && Object.keys(others).length === 0) return kid
  } catch {
    // refused below
  }
  throw new Refusal(403, 'InvalidProviderToken')
}

function reply(stream: ServerHttp2Stream, head: Record<string, unknown>, body?: object): void {
  if (stream.destroyed) return
  stream.respond(head as IncomingHttpHeaders)
  stream.end(body && JSON.stringify(body))
}

function listening(server: Http2Server | Http2SecureServer | Server, port: number): Promise<number> {
  return new Promise(
    (done) => server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port)) // a TCP server that listens has one
  )
}
