import cookies from '@fastify/cookie'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest
} from 'fastify'
import type { Access, Route } from '#contract/route.ts'
import type { Anonymous, User } from '../context.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Keyring } from '../keyring.ts'
import type { Ground } from '../make-context.ts'
import { assertDeclared } from './assert-declared.ts'
import { clientAddress, type Proxies } from '../client-address.ts'
import type { RateLimiter, Taken } from '../rate-limiter.ts'
import { authorize } from './authorize.ts'
import { parseBody } from './body.ts'
import { refuseCrossSite, sessionCookie, tokenOf } from './credentials.ts'
import type { Authenticate, Handler } from './handle.ts'
import { apiHeaders, pageHeaders } from './headers.ts'
import { knownHosts, requireKnownHost } from './hosts.ts'
import { inspectHead } from './inspect-head.ts'
import { callerOf, forgive, limitRate, targetOf } from './limit-rate.ts'
import { keepAnswers, keptMegabytes } from './kept-answers.ts'
import { limits } from './limits.ts'
import { mount, originOf, setCookie } from './mount.ts'
import { noteRefusal } from './note-refusal.ts'
import { watchMethods } from './other-methods.ts'
import { mountWebClient } from './pages.ts'
import { Secret } from '../secret.ts'
import type { Pressure } from './pressure.ts'
import { sendProblem } from './problem.ts'
import { refuseMalformed } from './refuse-malformed.ts'
import { serializerCompiler, validatorCompiler } from './compile-schemas.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Anonymous | User
    /** Where the request comes from; undefined when its connection is gone already. */
    clientAddress: string | undefined
    /** What it has taken of the budgets of its rate class. */
    taken: readonly Taken[] | undefined
    /** The session token that came along. */
    token: Secret | undefined
  }
  interface FastifyContextConfig {
    route?: Route
    /** Security headers, where not those of pages. */
    headers?: Readonly<Record<string, string>>
    /** Answers by whatever name it is called: for probes, which know an address only. */
    anyHost?: true
  }
}

export type ServerOptions = {
  readonly handlers: readonly Handler[]
  readonly ground: Ground
  readonly keyring: Keyring
  readonly authenticate: Authenticate
  /** Scheme, host and port under which people reach the service. */
  readonly publicOrigin: string
  /** Other names under which this server may be called. */
  readonly allowedHosts?: readonly string[]
  readonly logger: FastifyBaseLogger
  readonly proxies: Proxies
  readonly limiter: RateLimiter
  /** How much of what was rendered is kept for the next who asks for it, in MB. */
  readonly keptMegabytes?: number
  /** The built web client; without it only the API is served. */
  readonly webFolder?: string
  /** While it is too high, requests to the API are put off. */
  readonly pressure?: Pressure
  /** Shorter ones for a test. */
  readonly timeouts?: { headMilliseconds: number; checkMilliseconds: number }
}

const anonymous: Anonymous = { kind: 'anonymous' }

/** The HTTP server with every handler mounted; not listening yet. Throws when a route's policy is not whole. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  assertDeclared(options.handlers)
  const app = bareServer(options)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.decorateRequest('actor')
  app.decorateRequest('clientAddress')
  app.decorateRequest('taken')
  app.decorateRequest('token')
  await app.register(cookies)
  readBodies(app)
  app.setErrorHandler(async (error, request, reply) => {
    await noteRefusal(options.ground, request, error)
    return sendProblem(error, request, reply)
  })
  const answerUnknown = await mountWebClient(app, { folder: options.webFolder, methodsOf: watchMethods(app) })

  const addressOf = clientAddress(options.proxies)
  const hosts = knownHosts(options.publicOrigin, options.allowedHosts)
  app.addHook('onRequest', (request, reply) => {
    request.taken = []
    request.clientAddress = addressOf(request.socket.remoteAddress, request.headers)
    return admit({ ...options, hosts }, request, reply)
  })
  // At once, so that nobody's body is read for nothing.
  app.addHook('onRequest', async (request, reply) => (request.is404 ? answerUnknown(request, reply) : undefined))
  app.addHook('preHandler', async (request, reply) => {
    const { route } = request.routeOptions.config
    if (route) await limitRate(options.limiter, { request, reply, rate: route.rate }, targetOf(request))
  })
  app.addHook('onSend', (request, reply) => forgive(options.limiter, request, reply.statusCode))
  app.addHook('onResponse', async (request, reply) => logAnswer(request, reply))

  const kept = keepAnswers(options.keptMegabytes ?? keptMegabytes)
  for (const handler of options.handlers) mount(app, handler, { ...options, kept })
  return app
}

/** Fastify within our limits. */
function bareServer({ logger, timeouts = limits }: ServerOptions): FastifyInstance {
  const app: FastifyInstance = fastify({
    loggerInstance: logger,
    genReqId: newId,
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMilliseconds,
    keepAliveTimeout: limits.keepAliveMilliseconds,
    maxRequestsPerSocket: limits.requestsPerConnection,
    http: {
      maxHeaderSize: limits.headBytes,
      requireHostHeader: false, // inspectHead answers it with our headers
      headersTimeout: timeouts.headMilliseconds,
      connectionsCheckingInterval: timeouts.checkMilliseconds
    },
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply.headers(headersFor(request))),
    clientErrorHandler: refuseMalformed,
    logController: new LogController({ disableRequestLogging: true })
  })
  app.server.maxHeadersCount = limits.headers + 1 // one more, so that too many can be told from just enough
  return app
}

/** Gives the answer its headers, whatever it will be, and throws unless the caller may go on to the route. */
async function admit(
  options: ServerOptions & { hosts: ReadonlySet<string> },
  request: FastifyRequest,
  reply: FastifyReply
): Promise<void> {
  const { route, anyHost } = request.routeOptions.config
  reply.headers(headersFor(request)).header('x-request-id', request.id).header('cache-control', 'no-store')
  request.actor = anonymous
  inspectHead(request)
  if (!anyHost) requireKnownHost(request.headers.host, options.hosts)
  if (!route) return
  if (options.pressure?.isTooHigh()) throw new AppError('busy', { retryAfter: 1 })
  refuseCrossSite(request, options.publicOrigin)
  const token = tokenOf(request)
  request.token = token ? new Secret(token) : undefined
  const call = { request, reply, rate: route.rate }
  if (route.access === 'anonymous') return limitRate(options.limiter, call, callerOf(request))
  const user = await signedInAs(options.authenticate, { request, reply, access: route.access })
  await limitRate(options.limiter, call, callerOf(request))
  authorize(route, user, options.ground.now())
}

/** Whoever the token speaks for; the request goes on under the token that the session has from now on. */
async function signedInAs(
  authenticate: Authenticate,
  { request, reply, access }: { request: FastifyRequest; reply: FastifyReply; access: Access }
): Promise<User> {
  const session = request.token && (await authenticate(request.token, () => originOf(request), access))
  if (!session) throw new AppError('not_signed_in')
  request.actor = session.user
  if (session.successor) request.token = session.successor.token
  setCookie(reply, sessionCookie, session.successor)
  return session.user
}

/** One line for each answer: the route's template and never its address, which holds what people wrote. */
function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { routeOptions, method, actor } = request
  const fields = {
    requestId: request.id,
    method,
    route: routeOptions.url,
    status: reply.statusCode,
    milliseconds: Math.round(reply.elapsedTime)
  }
  request.log.info({ ...fields, ...(actor.kind === 'user' && { userId: actor.userId }) }, 'request')
}

/** Those of the route; where there is none, of what lives below such an address. */
function headersFor({ routeOptions, url }: FastifyRequest): Readonly<Record<string, string>> {
  return routeOptions.config?.headers ?? (/^\/api(\/|$)/.test(url) ? apiHeaders : pageHeaders)
}

/** JSON in UTF-8 is the only body there is, but for the operations that say that they take bytes. */
function readBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const { route } = request.routeOptions.config
    const isPlain =
      route?.bytes?.type === 'application/octet-stream' && request.headers['content-encoding'] === undefined
    done(isPlain ? null : new AppError('unsupported_media_type'), body)
  })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const wanted = request.routeOptions.config.route?.bytes
    if (!isPlainJson(request) || wanted?.type === 'application/octet-stream')
      return done(new AppError('unsupported_media_type'))
    if (wanted) return done(null, body) // whoever wants the bytes knows what to make of them
    if (body.length === 0) return done(null, undefined)
    try {
      done(null, parseBody(body))
    } catch (error) {
      done(error as Error) // parseBody throws nothing but AppError
    }
  })
}

function isPlainJson({ headers }: FastifyRequest): boolean {
  const coded = headers['content-encoding'] ?? 'identity'
  return coded === 'identity' && /^application\/json *(; *charset="?utf-8"?)?$/i.test(headers['content-type'] ?? '')
}
