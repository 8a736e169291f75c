import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Route } from '#contract/route.ts'
import { sourceOf } from '../client-address.ts'
import { AppError } from '../errors.ts'
import type { RateLimiter, Subjects, Taken } from '../rate-limiter.ts'
import type { Budget } from '../rate-limits.ts'

/** Who asks, as far as it is known by now: before anybody is signed in there is only the source. */
export function callerOf({ actor, clientAddress }: FastifyRequest): Subjects {
  const source = sourceOf(clientAddress).address
  if (actor.kind === 'anonymous') return { source, session: source }
  return { source, session: actor.sessionId, account: actor.userId }
}

/** What the request is about, once its body has been read: whom a mail would reach. */
export function targetOf({ body, params, actor }: FastifyRequest): Subjects {
  const named = textOf(body, 'email')?.toLowerCase() ?? textOf(params, 'registrationId')
  return { target: named ?? (actor.kind === 'user' ? actor.userId : undefined) }
}

function textOf(holder: unknown, name: string): string | undefined {
  const value: unknown = typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
  return typeof value === 'string' ? value : undefined
}

/**
 * Takes what the call needs of the budgets of its class and says how they stand (RateLimit fields of the IETF's
 * draft-ietf-httpapi-ratelimit-headers-10); throws `too_many_requests`, or `busy` where a store calls: it may take any 4xx for
 * a last word, and what it tells we want to hear again.
 */
export async function limitRate(
  limiter: RateLimiter,
  { request, reply, rate }: { request: FastifyRequest; reply: FastifyReply; rate: Route['rate'] },
  subjects: Subjects
): Promise<void> {
  const taken = await limiter.take(rate, subjects)
  if (taken.length === 0) return
  const shown = [...(request.taken ?? []), ...taken].filter(({ budget }) => !budget.alarm)
  reply.header('ratelimit-policy', shown.map(({ budget }) => policyOf(rate, budget)).join(', '))
  reply.header('ratelimit', shown.map((one) => stateOf(rate, one)).join(', '))
  const waits = taken
    .filter(({ budget, verdict }) => !budget.alarm && !verdict.allowed)
    .map(({ verdict }) => verdict.waitMs)
  if (waits.length > 0) throw new AppError(refusalOf(rate), { retryAfter: secondsOf(Math.max(...waits)) })
  request.taken = [...(request.taken ?? []), ...taken]
}

function refusalOf(rate: Route['rate']) {
  return rate === 'webhook' ? 'busy' : 'too_many_requests'
}

/** A call that has succeeded is given back to the budgets that only misses use up. */
export async function forgive(limiter: RateLimiter, { taken = [] }: FastifyRequest, status: number): Promise<void> {
  const misses = status < 400 ? taken.filter(({ budget }) => budget.misses) : []
  if (misses.length > 0) await limiter.giveBack(misses)
}

function policyOf(rate: Route['rate'], budget: Budget): string {
  return `${nameOf(rate, budget)};q=${budget.limit};w=${budget.seconds}`
}

function stateOf(rate: Route['rate'], { budget, verdict }: Taken): string {
  return `${nameOf(rate, budget)};r=${verdict.remaining};t=${secondsOf(verdict.resetMs)}`
}

function nameOf(rate: Route['rate'], { per, seconds }: Budget): string {
  return `"${rate}-${per}-${seconds}"`
}

function secondsOf(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000)
}
