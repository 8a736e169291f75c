import cookies from '@fastify/cookie'
import type { Socket } from 'node:net'
import fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest
} from 'fastify'
import type { Route } from '#contract/route.ts'
import type { Anonymous, User } from '../context.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Keyring } from '../keyring.ts'
import type { Ground } from '../make-context.ts'
import { assertDeclared } from './assert-declared.ts'
import { authorize } from './authorize.ts'
import { parseBody } from './body.ts'
import { refuseCrossSite, tokenOf } from './credentials.ts'
import type { Handler } from './handle.ts'
import { apiHeaders, pageHeaders } from './headers.ts'
import { mount } from './mount.ts'
import { mountWebClient } from './pages.ts'
import { Secret } from '../secret.ts'
import { problem, sendProblem } from './problem.ts'
import { validatorCompiler } from './validate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    actor: Anonymous | User
    /** The session token that came along. */
    token: Secret | undefined
  }
  interface FastifyContextConfig {
    route?: Route
    /** Security headers, where not those of pages. */
    headers?: Readonly<Record<string, string>>
  }
}

export type ServerOptions = {
  readonly handlers: readonly Handler[]
  readonly ground: Ground
  readonly keyring: Keyring
  /** Whose session a token is; undefined when it is nobody's (any more). */
  readonly authenticate: (token: string) => Promise<User | undefined>
  /** Scheme, host and port under which people reach the service. */
  readonly publicOrigin: string
  readonly logger: FastifyBaseLogger
  /** Addresses of proxies whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[]
  /** The built web client; without it only the API is served. */
  readonly webFolder?: string
}

const anonymous: Anonymous = { kind: 'anonymous' }

/** The HTTP server with every handler mounted; not listening yet. Throws when a route's policy is not whole. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  assertDeclared(options.handlers)
  const app = fastify({
    loggerInstance: options.logger,
    genReqId: newId,
    bodyLimit: 256 * 1024,
    requestTimeout: 30_000,
    http: { maxHeaderSize: 16 * 1024 },
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => sendProblem(error, request, reply),
    clientErrorHandler: refuseMalformed,
    logController: new LogController({ disableRequestLogging: true })
  })
  app.setValidatorCompiler(validatorCompiler)
  app.decorateRequest('actor')
  app.decorateRequest('token')
  await app.register(cookies)
  readOnlyJson(app)
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply))
  await mountWebClient(app, options.webFolder)

  app.addHook('onRequest', async (request, reply) => {
    const { route, headers = pageHeaders } = request.routeOptions.config
    reply.headers(headers).header('x-request-id', request.id)
    request.actor = anonymous
    if (!route) return
    reply.header('cache-control', 'no-store')
    refuseCrossSite(request, options.publicOrigin)
    const token = tokenOf(request)
    request.token = token ? new Secret(token) : undefined
    if (route.access === 'anonymous') return
    request.actor = (token && (await options.authenticate(token))) || notSignedIn()
    authorize(route, request.actor, options.ground.now())
  })
  app.addHook('onResponse', async (request, reply) => {
    const { routeOptions, method, actor } = request
    const fields = {
      requestId: request.id,
      method,
      route: routeOptions.url,
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime)
    }
    request.log.info({ ...fields, ...(actor.kind === 'user' && { userId: actor.userId }) }, 'request')
  })

  for (const handler of options.handlers) mount(app, handler, options)
  refuseOtherMethods(app, options.handlers)
  return app
}

function notSignedIn(): never {
  throw new AppError('not_signed_in')
}

/** JSON is the only body there is. */
function readOnlyJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body: Buffer, done) => {
    if (body.length === 0) return done(null, undefined)
    try {
      done(null, parseBody(body))
    } catch (error) {
      done(error as Error) // parseBody throws nothing but AppError
    }
  })
}

/** An address that exists answers a method that it does not know with 405 and the ones it does (RFC 9110 §15.5.6). */
function refuseOtherMethods(app: FastifyInstance, handlers: readonly Handler[]): void {
  const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
  const known = Map.groupBy(handlers, ({ route }) => route.path)
  for (const [path, group] of known) {
    const allowed = group.map(({ route }) => route.method)
    const others = methods.filter((method) => !allowed.includes(method))
    if (others.length === 0) continue
    const refuse = async (_request: FastifyRequest, reply: FastifyReply) => {
      reply.header('allow', allowed.join(', '))
      throw new AppError('method_not_allowed')
    }
    app.route({ method: others, url: path, config: { headers: apiHeaders }, onRequest: refuse, handler: refuse })
  }
}

/** What node:http could not even parse: an answer in one piece, then the end of the connection. */
function refuseMalformed(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW'
  const answer = problem(new AppError(tooLarge ? 'headers_too_large' : 'malformed_request'), newId())
  const body = JSON.stringify(answer)
  socket.end(
    `HTTP/1.1 ${answer.status} ${tooLarge ? 'Request Header Fields Too Large' : 'Bad Request'}\r\n` +
      'Content-Type: application/problem+json\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n' +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`
  )
}
