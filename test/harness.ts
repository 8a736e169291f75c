import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { Check, Errors } from 'typebox/value'
import { routes } from '#contract/index.ts'
import { rateClasses } from '#contract/policy.ts'
import type { Input, Output, Route } from '#contract/route.ts'
import { compose, type Product, type Services } from '#server/compose.ts'
import { createPasswords } from '#server/features/accounts/passwords.ts'
import { mintSessionToken, sessionDigest } from '#server/features/accounts/session-token.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { localFolder } from '#server/gateways/files/local-folder.ts'
import { limitMails } from '#server/gateways/mail/limit-mails.ts'
import type { Mail, Mailer } from '#server/gateways/mail/mail.ts'
import { papers as drawPapers } from '#server/gateways/papers/papers.ts'
import { pdfReader } from '#server/gateways/pdf-text/pdf-text.ts'
import { pictures as drawPictures } from '#server/gateways/pictures/pictures.ts'
import type { Problem } from '#server/platform/http/problem.ts'
import { originSealer } from '#server/platform/audit-origin.ts'
import { createServer } from '#server/platform/http/server.ts'
import { newId } from '#server/platform/ids.ts'
import { drainJobs } from '#server/platform/jobs.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import type { Ground } from '#server/platform/make-context.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { createRateLimiter, type RateLimiter } from '#server/platform/rate-limiter.ts'
import type { RateLimitStore } from '#server/platform/rate-limit-store.ts'
import type { RateLimits } from '#server/platform/rate-limits.ts'
import { Secret } from '#server/platform/secret.ts'
import { heldLimits, subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { afterwards, type Scope } from './afterwards.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { connectProductForTest } from './server.ts'
import { captureLog, type CapturedLog } from './log.ts'
import { watchAnswers, type Recorded } from './passive-rules.ts'

export const testKeyring = keyringOf(new Secret('a key for tests only, long enough for the rule'))
/** One for the process, as the product has it. */
export const sealOrigin = originSealer(testKeyring)
/** Tests call more often than people do; those of the limits bring their own. */
const noRateLimits = Object.fromEntries(rateClasses.map((name) => [name, []])) as unknown as RateLimits // of the same names
export const noLimiter = createRateLimiter({ limits: noRateLimits, log: captureLog(), now: Temporal.Now.instant })
/** One for the process: making it hashes once. */
const passwords = createPasswords()
const pictures = drawPictures()
const papers = drawPapers()
const pdfs = pdfReader()
export const publicUrl = 'http://localhost:8080'

/** The time of a test: stands still until it is moved. */
export type Clock = {
  now: () => Temporal.Instant
  set(instant: string): void
  advance(duration: Temporal.DurationLike): void
}

export type TestMailer = Mailer & {
  readonly sent: Mail[]
  /** While set, sending fails with it. */
  outage: Error | undefined
}

/** Somebody who calls the API; the arguments and the reply follow from the route. */
export type Caller = {
  /** The reply; fails the test when it is a problem or not of the route's schema. */
  call<R extends Route>(route: R, ...input: Arguments<R>): Promise<Output<R>>
  /** The problem; fails the test when the call succeeds. */
  problem<R extends Route>(route: R, ...input: Arguments<R>): Promise<Problem>
  /** The whole response, whatever it is. */
  send<R extends Route>(route: R, ...input: Arguments<R>): Promise<LightMyRequestResponse>
}
type Arguments<R extends Route> =
  Record<string, never> extends Input<R> ? [input?: Input<R> & Extra] : [input: Input<R> & Extra]
type Extra = { headers?: Record<string, string> }

export type Person = Caller & { readonly userId: string; readonly name: string; readonly token: string }

export type TestApp = {
  readonly server: FastifyInstance
  readonly database: TestDatabase
  /** The test's own, before which no wall stands. */
  readonly db: Db
  readonly product: Product
  readonly ground: Ground
  readonly limiter: RateLimiter
  readonly clock: Clock
  readonly mail: TestMailer
  /** Where its files lie. */
  readonly files: FileStorage
  readonly log: CapturedLog
  /** Every answer of the API so far; each kept the rules of passive-rules.ts. */
  readonly answers: readonly Recorded[]
  readonly anonymous: Caller
  inject(options: InjectOptions): Promise<LightMyRequestResponse>
  /** A verified person with a session, put straight into the database. */
  person(name: string, profile?: { timeZone?: string; language?: 'en' | 'de'; dueSoonDays?: number }): Promise<Person>
  caller(token: string): Caller
  /** Relays the outbox and runs every job that is due through the real runner. */
  runJobs(): Promise<void>
}

type TestServices = Partial<Services> & { rateLimits?: RateLimits; common?: RateLimitStore; replicas?: number }

/**
 * The whole product on a database of its own, for a test (`testApp(t)`) or a file (`testApp({ after })`). At its end it
 * fails if a job is left or failed, or if anything was logged as an error (tell `log.expectErrors()` where one belongs to
 * the test).
 */
export async function testApp(scope: Scope, services: TestServices = {}): Promise<TestApp> {
  const database = await testDatabase(scope)
  const clock = makeClock('2026-03-10T12:00:00Z')
  return appOn(scope, services, { database, clock, log: captureLog(), mail: makeMailer() })
}

/** A second process beside an app: connections of its own to the same database, the same clock and mailbox. */
export function replicaOf(app: TestApp, scope: Scope, services: TestServices = {}): Promise<TestApp> {
  const product = connectProductForTest(app.database.source)
  afterwards(scope, () => product.close())
  return appOn(scope, services, { ...app, database: { ...app.database, product } })
}

async function appOn(
  scope: Scope,
  { rateLimits = noRateLimits, common, replicas = 1, ...services }: TestServices,
  {
    database,
    clock,
    log,
    mail,
    ...shared
  }: Pick<TestApp, 'database' | 'clock' | 'log' | 'mail'> & { files?: FileStorage }
): Promise<TestApp> {
  const { keyring = testKeyring } = services
  const { product: own } = database
  const { db, dbOf } = own
  const planLimits = services.subscriptions && heldLimits(services.subscriptions)
  const seal = keyring === testKeyring ? sealOrigin : originSealer(keyring)
  const ground: Ground = { db, dbOf, log, now: clock.now, random: Math.random, keyring, sealOrigin: seal, planLimits }
  const folder = join(tmpdir(), `honeydue-files-${newId()}`) // made by the first file
  const files = services.files ?? shared.files ?? localFolder(folder)
  const product = compose({
    publicUrl,
    keyring,
    providers: [],
    passwords,
    files,
    pictures,
    papers,
    pdfs,
    push: {},
    subscriptions: subscriptionsOf(),
    storageLimits: { homeBytes: 1e9, personBytes: 1e9 },
    ...services,
    mailer: limitMails(services.mailer ?? mail, ground, keyring)
  })
  const limiter = createRateLimiter({ limits: rateLimits, common, replicas, log, now: clock.now })
  const server = await createServer({
    handlers: product.handlers,
    ground,
    keyring,
    authenticate: (...asked) => product.authenticate(ground, ...asked),
    publicOrigin: publicUrl,
    logger: log,
    proxies: { trusted: [] },
    limiter
  })
  const answers = watchAnswers(server)
  const runJobs = () => drainJobs({ pool: own.pool, ground, jobs: product.jobs })
  const caller = (token: string) => makeCaller(server, { authorization: `Bearer ${token}` })
  const person: TestApp['person'] = async (name, profile = {}) => {
    const { userId, token } = await insertPerson(database.db, name, profile)
    return { ...caller(token), userId, name, token }
  }
  afterwards(scope, async () => {
    await server.close()
    await runJobs()
    assert.deepEqual(await leftJobs(database), [], 'every job has run')
    assert.deepEqual(log.unexpectedErrors(), [], 'nothing was logged as an error')
    await rm(folder, { recursive: true, force: true })
  })
  const inject = (options: InjectOptions) => server.inject(options)
  return {
    server,
    database,
    db: database.db,
    product,
    ground,
    limiter,
    clock,
    mail,
    files,
    log,
    answers,
    anonymous: makeCaller(server, {}),
    inject,
    person,
    caller,
    runJobs
  }
}

/** Somebody as the owner of a cursor. */
export function readerOf({ userId }: Pick<Person, 'userId'>) {
  const actor = {
    kind: 'user',
    userId,
    sessionId: userId,
    verified: true,
    authenticatedAt: Temporal.Now.instant()
  } as const
  return { actor, keyring: testKeyring }
}

function makeClock(start: string): Clock {
  let instant = Temporal.Instant.from(start)
  return {
    now: () => instant,
    set: (to) => void (instant = Temporal.Instant.from(to)),
    advance: (duration) => void (instant = instant.toZonedDateTimeISO('UTC').add(duration).toInstant())
  }
}

function makeMailer(): TestMailer {
  const mailer: TestMailer = {
    sent: [],
    outage: undefined,
    async send(mail) {
      if (mailer.outage) throw mailer.outage
      mailer.sent.push(mail)
    },
    async check() {},
    async close() {}
  }
  return mailer
}

function makeCaller(server: FastifyInstance, credentials: Record<string, string>): Caller {
  const send: Caller['send'] = (route, ...[input]) => server.inject(requestOf(route, input ?? {}, credentials))
  return {
    send,
    async call(route, ...input) {
      const response = await send(route, ...input)
      assert.equal(response.statusCode, route.status, `${operationId(route)}: ${response.body}`)
      if (route.file) return response.rawPayload as never // tests look at bytes, browsers have a Blob
      if (!route.reply) return undefined as never // 204 and bodiless 202: Output is undefined
      const body: unknown = response.json()
      assert.ok(Check(route.reply, body), `${operationId(route)}: ${JSON.stringify(Errors(route.reply, body))}`)
      return body as never // checked against the schema that Output is made from
    },
    async problem(route, ...input) {
      const response = await send(route, ...input)
      assert.ok(response.statusCode >= 400, `${operationId(route)} succeeded: ${response.body}`)
      return response.json<Problem>()
    }
  }
}

function operationId(route: Route): string {
  return Object.entries(routes).find(([, candidate]) => candidate === route)?.[0] ?? route.path
}

type AnyInput = Extra & {
  params?: object
  query?: object
  body?: unknown
  bytes?: Uint8Array
  ifMatch?: string
  ifNoneMatch?: string
}

function requestOf(route: Route, input: AnyInput, credentials: Record<string, string>): InjectOptions {
  const params = new Map(Object.entries(input.params ?? {}))
  const { ifMatch, ifNoneMatch } = input
  const payload = payloadOf(input)
  return {
    method: route.method,
    url: route.path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params.get(name)))),
    query: Object.fromEntries(Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)])),
    headers: {
      ...credentials,
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
      ...(payload !== undefined && { 'content-type': route.bytes?.type ?? 'application/json' }),
      ...input.headers
    },
    ...(payload !== undefined && { payload })
  }
}

function payloadOf({ bytes, body }: AnyInput): Buffer | string | undefined {
  if (bytes) return Buffer.from(bytes)
  return body === undefined ? undefined : JSON.stringify(body)
}

async function insertPerson(
  db: Db,
  name: string,
  profile: { timeZone?: string; language?: 'en' | 'de'; dueSoonDays?: number }
) {
  const userId = newId()
  const token = mintSessionToken().reveal()
  const later = '2099-01-01T00:00:00Z'
  await db
    .insertInto('users')
    .values({
      id: userId,
      email: `${name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}-${userId.slice(-12)}@example.org`,
      display_name: name,
      email_verified_at: '2026-01-01T00:00:00Z',
      password_hash: 'nobody signs in with it',
      time_zone: profile.timeZone ?? 'Europe/Berlin',
      language: profile.language ?? 'en',
      due_soon_days: profile.dueSoonDays ?? 30
    })
    .execute()
  await db
    .insertInto('sessions')
    .values({
      id: newId(),
      user_id: userId,
      token_digest: sessionDigest(token),
      transport: 'bearer',
      user_agent: 'test',
      idle_expires_at: later,
      expires_at: later
    })
    .execute()
  return { userId, token }
}

async function leftJobs({ pool }: TestDatabase): Promise<unknown[]> {
  const { rows } = await pool.query<{ task: string; error: string | null }>(
    `select task_identifier as task, last_error as error from graphile_worker.jobs union all select name, null from outbox`
  )
  return rows
}
