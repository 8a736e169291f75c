import { createHash, createHmac, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { operationOf, parametersOf, problemOf, type OperationName } from './stripe-parameters.ts'
import { Refusal, stripeOperations } from './stripe-operations.ts'
import { MissingObject, StripeWorld, type Event, type Price } from './stripe-world.ts'

type Reply = { readonly status: number; readonly body: object }
type Answer = { readonly reply: Reply; readonly isReplayed?: true }
type Kept = { readonly request: string; reply: Reply | undefined }
type Fault = number | 'break the line' | 'break the line after the effect' | 'no answer after the effect'
/** Takes what a webhook sends; the status it was answered with. */
export type Receiver = (delivery: Delivery) => Promise<number>
export type Delivery = { readonly payload: string; readonly headers: Record<string, string> }

/** Stripe's API on a socket, and its webhooks. It refuses what Stripe refuses, and what honeyDue has no business to ask. */
export type TestStripe = {
  readonly url: string
  readonly world: StripeWorld
  /** What is accepted as a key. */
  readonly keys: Set<string>
  readonly key: string
  /** How often each operation was carried out. */
  readonly done: Partial<Record<OperationName, number>>
  /** Whether somebody has set up the customer portal. */
  hasPortal: boolean
  /** The next calls end so, one after the other. */
  fail(...faults: Fault[]): void
  /** Happens before the next call is carried out. */
  meanwhile(what: () => Promise<unknown>): void
  /** What signs deliveries: all of them sign each (`whsec_…`). */
  secrets: string[]
  /** A delivery of the event, signed now unless said otherwise. */
  signed(event: object, options?: { secrets?: readonly string[]; at?: Temporal.Instant }): Delivery
  /** Sends every event that was not answered with 2xx yet, oldest first; what was answered. */
  deliver(receiver: Receiver, choose?: (events: Event[]) => Event[]): Promise<number[]>
  stop(): Promise<void>
  start(): Promise<void>
}

type Options = {
  prices?: Record<string, Price>
  isLive?: boolean
  now?: () => Temporal.Instant
  random?: (bytes: number) => Buffer
}

export const monthly = 'price_monthly'
export const yearly = 'price_yearly'
const usualPrices = { [monthly]: { months: 1, amount: 499 }, [yearly]: { months: 12, amount: 4900 } }

export async function testStripe(
  scope: Scope,
  { prices = usualPrices, isLive = true, now = Temporal.Now.instant, random }: Options = {}
): Promise<TestStripe> {
  const world = new StripeWorld({ prices, isLive, now, random })
  const key = `rk_${isLive ? 'live' : 'test'}_${randomBytes(12).toString('hex')}`
  const faults: Fault[] = []
  const interludes: (() => Promise<unknown>)[] = []
  const kept = new Map<string, Kept>()
  const delivered = new Set<string>()

  const listener = createServer((request, response) => {
    void text(request).then((body) => answer(request, response, body))
  })
  const server = await localServer(scope, listener)

  const double: TestStripe = {
    url: `http://127.0.0.1:${server.port}`,
    world,
    key,
    keys: new Set([key]),
    done: {},
    hasPortal: true,
    fail: (...next) => void faults.push(...next),
    meanwhile: (what) => void interludes.push(what),
    secrets: [`whsec_${randomBytes(24).toString('hex')}`],
    signed(event, { secrets = double.secrets, at = now() } = {}) {
      const payload = JSON.stringify(event, null, 2)
      const time = Math.floor(at.epochMilliseconds / 1000)
      const hmacs = secrets.map((secret) => createHmac('sha256', secret).update(`${time}.${payload}`).digest('hex'))
      const signature = [`t=${time}`, ...hmacs.map((hmac) => `v1=${hmac}`), `v0=${'0'.repeat(64)}`].join(',')
      const headers = { 'content-type': 'application/json; charset=utf-8', 'stripe-signature': signature }
      return { payload, headers: { ...headers, 'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)' } }
    },
    async deliver(receiver, choose = (events) => events) {
      const statuses: number[] = []
      for (const event of choose(world.events.filter(({ id }) => !delivered.has(id)))) {
        const status = await receiver(double.signed(event))
        if (status >= 200 && status < 300) delivered.add(event.id)
        statuses.push(status)
      }
      return statuses
    },
    stop: server.stop,
    start: server.start
  }

  const perform = stripeOperations(world, () => double.hasPortal)

  async function answer(request: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
    const fault = faults.shift()
    if (fault === 'break the line') return void response.destroy()
    const { reply, isReplayed } =
      typeof fault === 'number' ? failing(request, body, fault) : await replyOnce(request, body)
    if (fault === 'break the line after the effect') return void response.destroy()
    if (fault === 'no answer after the effect') return
    if (isReplayed) response.setHeader('idempotent-replayed', 'true')
    return send(response, reply)
  }

  /** 500 is the end of something that has begun, and stays the answer of its key. */
  function failing(request: IncomingMessage, body: string, status: number): Answer {
    const reply = refusal(status, 'api_error', 'api_error')
    const shown = keyOf(request)
    if (status !== 500 || shown === undefined) return { reply }
    const known = kept.get(shown)
    if (known) return formerReply(known, digestOf(request, body))
    kept.set(shown, { request: digestOf(request, body), reply })
    return { reply }
  }

  /** The same key and the same request have the same answer, a failure too; what is wrong with a request in itself is not kept. */
  async function replyOnce(request: IncomingMessage, body: string): Promise<Answer> {
    const refused = refusedHead(request) ?? refusedBody(request, body)
    if (refused) return { reply: refused }
    const shown = keyOf(request)
    if (shown === undefined) return { reply: await carryOut(request, body) }
    const known = kept.get(shown)
    if (known) return formerReply(known, digestOf(request, body))
    const mine: Kept = { request: digestOf(request, body), reply: undefined }
    kept.set(shown, mine)
    mine.reply = await carryOut(request, body)
    return { reply: mine.reply }
  }

  function refusedHead({ headers, method }: IncomingMessage): Reply | undefined {
    const shownKey = headers.authorization?.replace(/^Bearer /, '') ?? ''
    if (!double.keys.has(shownKey)) return refusal(401, 'invalid_request_error', '')
    if (!/^\d{4}-\d{2}-\d{2}\.[a-z]+$/.test(String(headers['stripe-version'])))
      return refusal(400, 'invalid_request_error', 'version_required')
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded'
    return method === 'POST' && !isForm ? refusal(400, 'invalid_request_error', 'form_required') : undefined
  }

  function refusedBody(request: IncomingMessage, body: string): Reply | undefined {
    const { operation, parameters } = askedFor(request, body)
    if (!operation) return refusal(404, 'invalid_request_error', 'url_invalid')
    const problem = problemOf(operation.name, parameters)
    return problem && refusal(400, 'invalid_request_error', problem.code, { ...problem, parameter: problem.param })
  }

  async function carryOut(request: IncomingMessage, body: string): Promise<Reply> {
    const { operation, parameters } = askedFor(request, body)
    if (!operation) throw new Error('an operation that has been looked at')
    await interludes.shift()?.()
    await setImmediate() // another of the same key may come meanwhile
    double.done[operation.name] = (double.done[operation.name] ?? 0) + 1
    try {
      return { status: 200, body: perform[operation.name](operation.id, parameters) }
    } catch (error) {
      return refusalOf(error)
    }
  }

  return double
}

function askedFor({ method = '', url: address = '/' }: IncomingMessage, body: string) {
  const url = new URL(address, 'http://stripe')
  const parameters = parametersOf(method === 'POST' ? new URLSearchParams(body) : url.searchParams)
  return { operation: operationOf(method, url.pathname), parameters }
}

function keyOf({ method, headers }: IncomingMessage): string | undefined {
  const key = headers['idempotency-key']
  return method === 'POST' && typeof key === 'string' ? key : undefined
}

function digestOf({ url }: IncomingMessage, body: string): string {
  return createHash('sha256').update(`${url} ${body}`).digest('hex')
}

function formerReply({ request, reply }: Kept, digest: string): Answer {
  if (request !== digest) return { reply: refusal(400, 'idempotency_error', 'idempotency_error') }
  if (!reply) return { reply: refusal(409, 'idempotency_error', 'idempotency_key_in_use') }
  return { reply, isReplayed: true }
}

function refusalOf(error: unknown): Reply {
  if (error instanceof MissingObject) return refusal(404, 'invalid_request_error', 'resource_missing', error)
  if (!(error instanceof Refusal)) throw error
  return refusal(400, 'invalid_request_error', error.message, { parameter: error.parameter })
}

type About = { readonly message?: string; readonly parameter?: string | undefined }

function refusal(status: number, type: string, code: string, { message = '', parameter }: About = {}): Reply {
  return { status, body: { error: { type, ...(code && { code }), ...(parameter && { param: parameter }), message } } }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'request-id': `req_${randomBytes(7).toString('hex')}` })
    .end(JSON.stringify(body))
}
