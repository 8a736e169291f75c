import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { errors, type ErrorCode, type FieldProblem } from '#contract/errors.ts'
import type { ReachedLimit } from '#contract/plans.ts'
import { AppError } from '../errors.ts'
import { sqlState } from '../transaction.ts'
import { securityEvent } from './security-events.ts'

export type Problem = {
  type: 'about:blank'
  title: string
  status: number
  code: ErrorCode
  requestId: string
  fields?: readonly FieldProblem[]
  limit?: ReachedLimit
}

/** RFC 9457. */
export function problem(error: AppError, requestId: string): Problem {
  const { status, title } = errors[error.code]
  const fields = error.fields.length > 0 && { fields: error.fields }
  const limit = error.limit && { limit: error.limit }
  return { type: 'about:blank', title, status, code: error.code, requestId, ...fields, ...limit }
}

/** What Fastify itself refuses, by its code. */
const fastifyCodes: Record<string, ErrorCode> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'body_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_request',
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'invalid_json',
  FST_ERR_BAD_URL: 'route_not_found',
  FST_ERR_MAX_PARAM_LENGTH: 'route_not_found'
}

/** Anything thrown, as what the caller may know: a bug becomes `internal`, a lost database says that nothing was changed. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof Error)) return new AppError('internal', { cause: error })
  const { validation, validationContext, code = '' }: Partial<FastifyError> = error
  if (validation)
    return new AppError('invalid_input', { fields: validation.map((it) => fieldProblem(it, validationContext)) })
  const known = wentAway(error, code) ? 'malformed_request' : fastifyCodes[code]
  if (known) return new AppError(known)
  if (isBusy(error)) return new AppError('busy', { retryAfter: 1, cause: error })
  if (isConnectionLoss(error, code)) return new AppError('database_unavailable', { retryAfter: 2, cause: error })
  return new AppError('internal', { cause: error })
}

/** What others have to mend. */
const outside: ReadonlySet<ErrorCode> = new Set([
  'provider_unavailable',
  'storage_unavailable',
  'store_unavailable',
  'billing_out_of_order'
])

/** Answers with the problem; what is our fault is logged, once, here. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const known = asAppError(error)
  const answer = problem(known, request.id)
  tell(known, answer.status, request)
  const event = securityEvent(known)
  if (event !== undefined) request.log.info(whoAndWhere(event, request), 'security')
  if (known.retryAfter !== undefined) reply.header('retry-after', known.retryAfter)
  // Who is not understood once is not listened to further: the rest of the bytes may be anything.
  if (known.code === 'malformed_request') reply.header('connection', 'close')
  if (answer.status === 401) reply.header('www-authenticate', 'Bearer')
  reply
    .header('x-request-id', request.id)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .status(answer.status)
  return reply.serializer(JSON.stringify).send(answer)
}

function tell(known: AppError, status: number, request: FastifyRequest): void {
  const { code, message } = known
  if (code === 'store_not_set_up') return // whoever likes may ask for it
  if (code === 'busy') request.log.warn({ requestId: request.id }, message)
  else if (outside.has(code)) request.log.warn({ err: known.cause, requestId: request.id }, message)
  else if (status >= 500) request.log.error({ err: known.cause ?? known, requestId: request.id }, message)
}

/** Nothing of what was sent: who asked, for which route, and the id that finds the rest. */
function whoAndWhere(security: string, { id, method, routeOptions, ip, actor }: FastifyRequest): object {
  const userId = actor?.kind === 'user' ? actor.userId : undefined
  return { security, requestId: id, method, route: routeOptions.url, ip, userId }
}

type Validation = NonNullable<FastifyError['validation']>[number]

/** One refusal of the validator, as a JSON Pointer and the keyword that failed. */
function fieldProblem(found: Validation, context = 'body'): FieldProblem {
  const name = found.params['missingProperty'] ?? found.params['additionalProperty']
  const path = typeof name === 'string' ? `${found.instancePath}/${escapePointer(name)}` : found.instancePath
  const reason = { required: 'missing', additionalProperties: 'unknown' }[found.keyword] ?? found.keyword
  const place = context === 'querystring' ? 'query' : context
  return { in: place === 'params' || place === 'query' || place === 'headers' ? place : 'body', path, reason }
}

function escapePointer(name: string): string {
  return name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')
}

/** Node's error for a request whose sender left in the middle of it: nobody reads the answer. */
function wentAway(error: Error, code: string): boolean {
  return code === 'ECONNRESET' && error.message === 'aborted' && !('syscall' in error)
}

/** Waited too long for a lock or for the statement: nothing was changed, a later try may succeed. */
function isBusy(error: Error): boolean {
  return (
    ['55P03', '57014', '53300'].includes(sqlState(error) ?? '') ||
    error.message.includes('timeout exceeded when trying to connect')
  )
}

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])

function isConnectionLoss(error: Error, code: string): boolean {
  const state = sqlState(error) ?? ''
  if (state.startsWith('08') || state.startsWith('57P')) return true
  return (
    (networkCodes.has(code) && 'syscall' in error) ||
    /^(Connection terminated|Client has encountered a connection error|Client was closed)/.test(error.message)
  )
}
