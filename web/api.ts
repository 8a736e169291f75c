import type { ErrorCode, FieldProblem } from '#contract/errors.ts'
import type { ReachedLimit } from '#contract/plans.ts'
import type { Input, Output, Route } from '#contract/route.ts'
import { stepUp } from '#contract/security.ts'
import { queryOptions } from '@tanstack/react-query'
import { addressOf, type AddressParts } from './address.ts'
import { noteAnswer, noteSilence, serverNow } from './connection.ts'
import { takeEarly } from './early.ts'
import { initWith } from './guest.ts'
import { keyFor, settleKey } from './idempotency.ts'
import { accountNow, forgetKept, keep, recall, type Address } from './kept.ts'
import { tellReached } from './limit-reached.ts'
import { countWrite, countWrites, worthRepeating } from './step-up.ts'

/**
 * What the client can meet besides the API's own codes: no answer at all, an answer that is not from the API, or no room in
 * the browser for what should be sent later.
 */
export type ProblemCode = ErrorCode | 'offline' | 'unexpected_answer' | 'device_full'

export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly code: ProblemCode
  /** HTTP status, 0 without an answer. */
  readonly status: number
  readonly fields: readonly FieldProblem[]
  readonly requestId: string | undefined
  /** Seconds after which the same request may succeed. */
  readonly retryAfter: number | undefined
  /** What of a plan is used up. */
  readonly limit: ReachedLimit | undefined

  constructor(
    code: ProblemCode,
    about: {
      status?: number
      fields?: readonly FieldProblem[]
      requestId?: string | undefined
      retryAfter?: number | undefined
      limit?: ReachedLimit | undefined
    } = {}
  ) {
    super(code)
    this.code = code
    this.status = about.status ?? 0
    this.fields = about.fields ?? []
    this.requestId = about.requestId
    this.retryAfter = about.retryAfter
    this.limit = about.limit
  }
}

type Parts = AddressParts & {
  body?: unknown
  bytes?: Uint8Array<ArrayBuffer>
  ifMatch?: string
  /** The Idempotency-Key of a write that outlives this page. */
  key?: string
}

/**
 * Calls one operation of the contract; a guarded one asks who it is and is then sent once more. Throws ApiProblem and
 * nothing else; `signal` aborts (and then throws AbortError).
 */
export async function call<R extends Route>(route: R, input: Input<R>, signal?: AbortSignal): Promise<Output<R>> {
  const writes = countWrites()
  try {
    return await callOnce(route, input, signal)
  } catch (error) {
    if (error instanceof ApiProblem && error.limit) tellReached(error.limit)
    const answerable = error instanceof ApiProblem && route.path !== stepUp.path
    if (!answerable || !(await worthRepeating(error.code, writes))) throw error
    return callOnce(route, input, signal)
  }
}

/** As `call`, for a write that may be sent again long after: with the key that was fixed when it was made. */
export function callAs<R extends Route>(key: string, route: R, input: Input<R>): Promise<Output<R>> {
  const parts: Parts = { ...(input as Parts), key } // as in callOnce
  return call(route, parts as Input<R>)
}

function callOnce<R extends Route>(route: R, input: Input<R>, signal: AbortSignal | undefined): Promise<Output<R>> {
  const parts: Parts = input as Parts // Input<R> is made of exactly these parts; the contract's type is finer
  const url = addressOf(route, parts)
  return route.method === 'GET' ? read(route, url, signal) : countWrite(write(route, url, parts, signal))
}

/** Query options for one GET of the contract: `useQuery(q(getBoard, { params: { residenceId } }))`. */
export function q<R extends Route>(route: R, input: Input<R>) {
  return queryOptions({ queryKey: queryKey(route, input), queryFn: ({ signal }) => call(route, input, signal) })
}

/** The cache key: `[path, params, query]`, so that `[route.path]` invalidates every reading of one operation. */
export function queryKey<R extends Route>(route: R, input: Input<R>): readonly unknown[] {
  const parts: Parts = input as Parts // as in call
  return [route.path, parts.params ?? {}, parts.query ?? {}]
}

type Known = { etag: string; value: unknown }
/** What the server said last and how it tagged it; a 304 gives the same object again, so nothing is drawn anew. */
const known = new Map<string, Known>()
const knownLimit = 60
const etags = new WeakMap<object, string>()
const times = new WeakMap<object, number>()

/** The ETag an answer came with, for `ifMatch`. */
export function etagOf(answer: object): string | undefined {
  return etags.get(answer)
}

/** The server's time at which it gave an answer, in milliseconds since 1970: long ago where it was kept for offline. */
export function answeredAt(answer: object): number | undefined {
  return times.get(answer)
}

/** Forgets every remembered answer: another person may sign in here. */
export function forgetAnswers(): void {
  known.clear()
  forgetKept()
}

/** Keeps for offline what is known without having been read. */
export function keepAnswer<R extends Route>(route: R, input: Input<R>, answer: Output<R>): void {
  const parts: Parts = input as Parts // as in callOnce
  keepForOffline({ path: route.path, url: addressOf(route, parts), account: accountNow() }, answer)
}

/** From the server; without a connection what it said last, if that was kept. */
async function read<R extends Route>(route: R, url: string, signal: AbortSignal | undefined): Promise<Output<R>> {
  const address = { path: route.path, url, account: accountNow() }
  try {
    const answer = await readNow(route, url, signal)
    keepForOffline(address, answer)
    return answer
  } catch (error) {
    const kept = error instanceof ApiProblem && error.code === 'offline' ? await recall(address) : undefined
    if (kept === undefined) throw error
    mark(kept.value, kept.etag, kept.atMs)
    return kept.value as Output<R> // kept from the same operation at the same address
  }
}

function keepForOffline(address: Address, answer: unknown): void {
  const atMs = serverNow() ?? Date.now()
  mark(answer, undefined, atMs)
  if (typeof answer !== 'object' || answer === null || answer instanceof Blob) return
  keep(address, { value: answer, etag: etags.get(answer), atMs })
}

function mark(answer: unknown, etag: string | undefined, atMs: number): void {
  if (typeof answer !== 'object' || answer === null) return
  times.set(answer, atMs)
  if (etag !== undefined) etags.set(answer, etag)
}

async function readNow<R extends Route>(route: R, url: string, signal: AbortSignal | undefined): Promise<Output<R>> {
  const before = route.tagged ? known.get(url) : undefined
  const init = initWith(before ? { 'if-none-match': before.etag } : {})
  const response = await send(takeEarly(url) ?? fetch(url, { ...init, ...abortable(signal) }), signal)
  if (response.status === 304 && before) return before.value as Output<R> // kept from the same operation at the same address

  const answer = await answerOf(route, response)
  const etag = response.headers.get('etag')
  if (route.tagged && etag !== null) remember(url, { etag, value: answer })
  return answer
}

function remember(url: string, answer: Known): void {
  known.delete(url)
  known.set(url, answer)
  const oldest = known.keys().next().value
  if (known.size > knownLimit && oldest !== undefined) known.delete(oldest)
}

async function write<R extends Route>(
  route: R,
  url: string,
  parts: Parts,
  signal: AbortSignal | undefined
): Promise<Output<R>> {
  const body = bodyOf(parts)
  const attempt = `${route.method} ${url} ${typeof body === 'string' ? body : ''}`
  const headers = headersOf(route, parts, attempt)
  const content = body === undefined ? {} : { body }
  const init = { ...initWith(headers), method: route.method, ...content, ...abortable(signal) }
  const response = await send(fetch(url, init), signal)
  if (response.status < 500 && parts.key === undefined) settleKey(attempt)
  return answerOf(route, response)
}

function headersOf(route: Route, { body, bytes, ifMatch, key }: Parts, attempt: string): Record<string, string> {
  const isKeyed = route.access !== 'anonymous' && !route.bytes
  return {
    ...(isKeyed && { 'idempotency-key': key ?? keyFor(attempt) }),
    ...((body ?? bytes) !== undefined && { 'content-type': route.bytes?.type ?? 'application/json' }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch })
  }
}

function bodyOf({ body, bytes }: Parts): string | Uint8Array<ArrayBuffer> | undefined {
  return bytes ?? (body === undefined ? undefined : JSON.stringify(body))
}

/** The response, or the problem of having none. */
async function send(request: Promise<Response>, signal: AbortSignal | undefined): Promise<Response> {
  try {
    const response = await request
    noteAnswer(response)
    return response
  } catch (error) {
    if (signal?.aborted) throw error
    noteSilence()
    throw new ApiProblem('offline')
  }
}

function abortable(signal: AbortSignal | undefined): RequestInit {
  return signal === undefined ? {} : { signal }
}

async function answerOf<R extends Route>(route: R, response: Response): Promise<Output<R>> {
  if (!response.ok) throw await problemOf(response)
  if (route.file) return (await response.blob()) as Output<R> // the contract says that it is one
  if (route.reply === undefined) return undefined as Output<R> // the contract gives this operation no reply

  const answer: unknown = await jsonOf(response)
  const etag = response.headers.get('etag')
  if (etag !== null && typeof answer === 'object' && answer !== null) etags.set(answer, etag)
  return answer as Output<R> // the server serialises by this very schema
}

type Problem = { code: ErrorCode; requestId: string; fields?: FieldProblem[]; limit?: ReachedLimit }

async function problemOf(response: Response): Promise<ApiProblem> {
  const { status } = response
  if (!response.headers.get('content-type')?.startsWith('application/problem+json'))
    return new ApiProblem('unexpected_answer', { status })
  const problem = (await jsonOf(response)) as Problem // RFC 9457 body of this API
  const seconds = Number(response.headers.get('retry-after') ?? NaN)
  return new ApiProblem(problem.code, {
    status,
    fields: problem.fields ?? [],
    requestId: problem.requestId,
    limit: problem.limit,
    retryAfter: Number.isFinite(seconds) ? seconds : undefined
  })
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    throw new ApiProblem('unexpected_answer', { status: response.status })
  }
}
