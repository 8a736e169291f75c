import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { takesIdempotencyKey } from '#contract/openapi.ts'
import { Strict, type Route } from '#contract/route.ts'
import type { RequestOrigin } from '../context.ts'
import { AppError } from '../errors.ts'
import { matches } from '../etag.ts'
import type { Keyring } from '../keyring.ts'
import { makeContext, type Ground } from '../make-context.ts'
import type { Idempotency } from '../transaction.ts'
import {
  deviceCookieName,
  deviceCookieSeconds,
  deviceSecretsOf,
  flowCookie,
  flowOf,
  sessionCookie
} from './credentials.ts'
import { Answer, type Handler, type KeptToken } from './handle.ts'
import { apiHeaders } from './headers.ts'
import { limits } from './limits.ts'
import type { KeptAnswers } from './kept-answers.ts'

export type Shared = {
  readonly ground: Ground
  readonly keyring: Keyring
  readonly kept: KeptAnswers
}

/** Gives a route its address: its schemas validate and serialise, its `access` has been enforced before. */
export function mount(app: FastifyInstance, handler: Handler, shared: Shared): void {
  const { route } = handler
  app.route({
    method: route.method,
    url: route.path,
    config: { route, headers: apiHeaders },
    bodyLimit: route.bytes?.atMost ?? route.bodyAtMost ?? limits.bodyBytes,
    schema: {
      ...(route.params && { params: route.params }),
      querystring: route.query ?? Strict({}),
      ...(route.body && { body: route.body }),
      ...(route.reply && { response: { [route.status]: route.reply } })
    },
    handler: async (request, reply) => {
      if (route.bytes) requireBytes(request)
      else if (!route.body) refuseBody(request)
      const once = idempotency(route, request, shared.keyring)
      const ctx = makeContext(shared.ground, request.actor, originOf(request), once)
      const result = await handler.run(ctx as never, inputOf(route, request) as never) // fits: `handle` tied it to the route, the schemas are checked
      return answer(route, { request, reply, result, kept: shared.kept })
    }
  })
}

export function originOf(request: FastifyRequest): RequestOrigin {
  const { id: requestId, clientAddress: ip, token, headers } = request
  return {
    requestId,
    ip,
    userAgent: headers['user-agent'] ?? '',
    token,
    flow: flowOf(request),
    device: deviceSecretsOf(request)
  }
}

function refuseBody(request: FastifyRequest): void {
  const { body } = request
  if (body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0)) return
  throw new AppError('invalid_input', { fields: [{ in: 'body', path: '', reason: 'unknown' }] })
}

function requireBytes({ body }: FastifyRequest): void {
  if (!Buffer.isBuffer(body)) throw new AppError('unsupported_media_type')
}

function inputOf(route: Route, { params, query, body, headers }: FastifyRequest) {
  const ifMatch = headers['if-match']
  const ifNoneMatch = headers['if-none-match']
  return {
    params,
    query,
    ...(route.bytes ? { bytes: body } : { body }),
    ...(route.bytes?.signedBy !== undefined && { signature: headers[route.bytes.signedBy] }),
    ...(ifMatch !== undefined && { ifMatch }),
    ...(ifNoneMatch !== undefined && { ifNoneMatch })
  }
}

function idempotency(route: Route, request: FastifyRequest, keyring: Keyring): Idempotency | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined || request.actor.kind !== 'user' || !takesIdempotencyKey(route)) return undefined
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key)) {
    throw new AppError('invalid_input', { fields: [{ in: 'headers', path: '/idempotency-key', reason: 'format' }] })
  }
  return {
    userId: request.actor.userId,
    key,
    // Keyed, because some requests hold a password.
    requestDigests: keyring.digests(
      'idempotent-request',
      JSON.stringify([request.method, request.url, request.body ?? null])
    ),
    keyId: keyring.activeKeyId,
    secretReply: route.secretReply === true
  }
}

function answer(
  route: Route,
  { request, reply, result, kept }: { request: FastifyRequest; reply: FastifyReply; result: unknown; kept: KeptAnswers }
) {
  reply.status(route.status)
  if (!(result instanceof Answer)) return reply.send(result)
  setCookies(reply, result)
  if (result.etag !== undefined) {
    reply.header('etag', result.etag)
    // Whoever has the address has what it shows, so that no cache may have it.
    if (route.access !== 'anonymous') reply.header('cache-control', 'private, no-cache')
    const known = request.headers['if-none-match']
    if (route.method === 'GET' && known !== undefined && matches(known, result.etag)) return reply.status(304).send()
  }
  if (result.make && result.etag !== undefined)
    return sendMadeOnce(reply, { etag: result.etag, make: result.make }, kept)
  if (result.file) return sendFile(reply, result.file)
  return reply.send(result.body)
}

/** The bytes of the last time, or made now and kept for the next. */
async function sendMadeOnce(
  reply: FastifyReply,
  { etag, make }: { etag: string; make: () => Promise<Record<string, unknown>> },
  kept: KeptAnswers
) {
  const { actor } = reply.request
  const userId = actor.kind === 'user' ? actor.userId : ''
  reply.type('application/json; charset=utf-8')
  const known = kept.find(userId, etag)
  if (known) return reply.send(known)
  const rendered = reply.serializeInput(await make(), String(reply.statusCode)) as string // by the route’s schema
  const body = Buffer.from(rendered)
  kept.keep(userId, etag, body)
  return reply.send(body)
}

function sendFile(reply: FastifyReply, { name, type, bytes, length }: NonNullable<Answer<unknown>['file']>) {
  if (length !== undefined) reply.header('content-length', length)
  const typed = type.startsWith('text/') ? `${type}; charset=utf-8` : type
  return reply.type(typed).header('content-disposition', `attachment; filename="${name}"`).send(bytes)
}

const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const

function setCookies(reply: FastifyReply, { cookie, flow, deviceCookie }: Answer<unknown>): void {
  setCookie(reply, sessionCookie, cookie)
  // Not the other cookies, which know the device, nor the storage, which holds the client itself: it clears there what is a person's.
  if (cookie === null) reply.header('clear-site-data', '"cache"')
  setCookie(reply, flowCookie, flow)
  setDeviceCookie(reply, deviceCookie)
}

export function setCookie(reply: FastifyReply, name: string, kept: KeptToken | null | undefined): void {
  if (kept === null) reply.clearCookie(name, attributes)
  if (kept)
    reply.setCookie(name, kept.token.reveal(), { ...attributes, expires: new Date(kept.expires.epochMilliseconds) })
}

function setDeviceCookie(reply: FastifyReply, device: Answer<unknown>['deviceCookie']): void {
  if (device) reply.setCookie(deviceCookieName, device.reveal(), { ...attributes, maxAge: deviceCookieSeconds })
}
