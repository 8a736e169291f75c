import {
  outbound,
  OutboundError,
  type Outbound,
  type OutboundReply,
  type OutboundRequest
} from '#server/platform/outbound.ts'
import { pause } from '#server/platform/pause.ts'
import { runningJob } from '#server/platform/running-job.ts'
import type { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { StripeRefused, StripeUnavailable } from './stripe-errors.ts'
import { asObject, textOf, type StripeObject } from './stripe-object.ts'
import { stripeForm, type StripeParameters } from './stripe-form.ts'

/** What answers look like is decided by this, not by when the account was made (https://docs.stripe.com/api/versioning). */
export const stripeVersion = '2026-10-28.endive'

type Call = {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly path: string
  readonly parameters?: StripeParameters
  /** By which a repeated POST has one effect. */
  readonly key?: string
}
type Try = Call & { readonly signal: AbortSignal }
/** Asks Stripe's API; throws StripeRefused or StripeUnavailable. */
export type StripeCall = (call: Call) => Promise<StripeObject>

export type StripeCallOptions = {
  /** Takes the place of Stripe in tests, on this machine. */
  readonly standIn: string | undefined
  readonly key: WatchedSecret
  /** Before each further try. */
  readonly pausesMs?: readonly number[] | undefined
  readonly patienceMs?: Patience | undefined
}

/** How long all tries of one call may take together: for a request somebody waits. */
type Patience = { readonly request: number; readonly job: number }
const usualPatience: Patience = { request: 20_000, job: 60_000 }

/**
 * A call that failed on the way or met another of the same key is tried again with the same key, so that its effect is one;
 * one whose key stands for a failure goes on to the next key.
 */
export function stripeCall({
  standIn,
  key,
  pausesMs = [200, 600, 1500],
  patienceMs = usualPatience
}: StripeCallOptions): StripeCall {
  const origin = standIn ?? 'https://api.stripe.com'
  const ask = outbound({
    hosts: [new URL(origin).host],
    plainLoopback: standIn !== undefined,
    timeoutMs: 15_000,
    sizeLimit: 4 * 1024 * 1024 // a hundred events
  })

  const once = async (call: Try): Promise<OutboundReply> => {
    const shown = key.active
    const reply = await send(ask, origin, call, shown?.reveal() ?? '')
    if (reply.status === 401 && (await key.recover(shown, 'unauthorized')))
      return send(ask, origin, call, key.active?.reveal() ?? '')
    if (reply.status < 400) key.used()
    return reply
  }

  /** Of many who walk along the keys at once one makes something, at the first key that does not stand for a failure. */
  const afresh = async ({ key: first, ...call }: Try): Promise<OutboundReply> => {
    if (first === undefined) return once(call)
    for (let number = 1; ; number++) {
      const reply = await once({ ...call, key: number === 1 ? first : `${first}-${number}` })
      if (!isOldFailure(reply) || number === mostKeys) return reply
    }
  }

  return async (call) => {
    const signal = AbortSignal.timeout(runningJob.getStore() === undefined ? patienceMs.request : patienceMs.job)
    let reply: OutboundReply | undefined
    for (const pauseMs of [...pausesMs, 0]) {
      reply = await afresh({ ...call, signal }).catch(laterOnly)
      if (reply && !isForLater(reply)) return objectOf(reply)
      await pause(pauseMs, signal)
      if (signal.aborted) break
    }
    throw new StripeUnavailable(`Stripe does not answer${reply ? ` but ${reply.status}` : ''}`)
  }
}

/** How often something may fail within the day for which Stripe keeps the answers of keys. */
const mostKeys = 20

/**
 * Whether it is what an earlier call under the same key was told: Stripe keeps failures too, for a day, 500 among them
 * (https://docs.stripe.com/api/idempotent_requests). It may be different by now.
 */
function isOldFailure({ status, headers }: OutboundReply): boolean {
  return status >= 400 && headers['idempotent-replayed'] === 'true'
}

async function send(ask: Outbound, origin: string, asked: Try, apiKey: string): Promise<OutboundReply> {
  const { method, path, parameters = {}, key, signal } = asked
  const headers = {
    authorization: `Bearer ${apiKey}`,
    'stripe-version': stripeVersion,
    ...(key !== undefined && { 'idempotency-key': key })
  }
  const form = stripeForm(parameters)
  if (method === 'POST') return ask(`${origin}${path}`, { headers, form, signal })
  const query = new URLSearchParams(form).toString()
  const request: OutboundRequest = { headers, signal, ...(method === 'DELETE' && { method }) }
  return ask(`${origin}${path}${query && `?${query}`}`, request)
}

function laterOnly(error: unknown): undefined {
  if (!(error instanceof OutboundError)) throw error
}

/** As Stripe's own libraries decide it, but for 429, which they leave to whoever calls. */
function isForLater({ status, headers }: OutboundReply): boolean {
  if (headers['stripe-should-retry'] === 'false') return false
  return headers['stripe-should-retry'] === 'true' || status === 409 || status === 429 || status >= 500
}

function objectOf({ status, text }: OutboundReply): StripeObject {
  const body = parsed(text)
  if (status === 200 && body) return body
  if (status === 200) throw new StripeUnavailable('Stripe answers with something else than an object')
  const error = body && asObject(body['error'])
  throw new StripeRefused(
    status,
    textOf(error?.['code']) ?? textOf(error?.['type']) ?? 'unknown',
    textOf(error?.['param'])
  )
}

function parsed(text: string): StripeObject | undefined {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return undefined
  }
}
