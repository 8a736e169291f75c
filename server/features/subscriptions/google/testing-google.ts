import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { verifyGooglePurchase } from '#contract/purchases.ts'
import { play } from '#server/gateways/google-play/play.ts'
import { pushVerifier } from '#server/gateways/google-play/push-token.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { transact } from '#server/platform/transaction.ts'
import type { Scope } from '#test/afterwards.ts'
import { testGooglePlay, type TestGooglePlay } from '#test/doubles/google-play.ts'
import { replicaOf, testApp, type Person, type TestApp } from '#test/harness.ts'
import { captureLog } from '#test/log.ts'
import { tokenDigest } from './purchase-token.ts'

export type GoogleApp = TestApp & {
  readonly google: TestGooglePlay
  /** Pub/Sub sends what it has; then everything that is due is done. Says what was answered. */
  deliver(): Promise<number[]>
  post(body: object | string, authorization: string | undefined): Promise<number>
  /** What the clock starts by itself. */
  runJob(name: string): Promise<void>
  /** The same product with other products for sale. */
  selling(products: Readonly<Record<string, 'pro'>>): Promise<TestApp>
}

const products = { pro_monthly: 'pro', pro_yearly: 'pro' } as const

/** The product, with Google Play's double and what it sells. */
export async function googleApp(scope: Scope): Promise<GoogleApp> {
  const started: { app?: TestApp } = {}
  const now = () => started.app?.clock.now() ?? Temporal.Instant.from('2026-03-10T12:00:00Z')
  const google = await testGooglePlay(scope, { now })
  const { settings } = google
  const servicesFor = (sold: Readonly<Record<string, 'pro'>>) => ({
    subscriptions: { ...subscriptionsOf(), google: { ...settings, products: sold } },
    googlePlay: {
      api: play({ ...settings, account: () => google.account, now, log: captureLog() }),
      verifyPush: pushVerifier(settings),
      packageName: settings.packageName,
      subscription: settings.subscription
    }
  })
  const made = await testApp(scope, servicesFor(products))
  started.app = made

  async function post(body: object | string, authorization: string | undefined): Promise<number> {
    const { statusCode } = await made.inject({
      method: 'POST',
      url: '/api/webhooks/google-play',
      headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
      payload: typeof body === 'string' ? body : JSON.stringify(body)
    })
    return statusCode
  }
  return {
    ...made,
    google,
    post,
    async deliver() {
      made.clock.advance({ seconds: 1 }) // no two answers of Google’s within the same millisecond
      const answered = await google.topic.deliver(post)
      await made.runJobs()
      return answered
    },
    async runJob(name) {
      made.clock.advance({ seconds: 1 })
      await transact(made.ground.db, (tx) => enqueue(tx, name, {}))
      await made.runJobs()
    },
    selling: (sold) => replicaOf(made, scope, servicesFor(sold))
  }
}

/** What an app of theirs sets at each purchase. */
export async function accountTokenOf({ db }: TestApp, { userId }: Person): Promise<string> {
  const row = await db
    .selectFrom('users')
    .select('google_purchase_token as token')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return row.token
}

/** Until when somebody has paid. */
export async function paidUntil({ db }: TestApp, { userId }: Person): Promise<string | undefined> {
  const row = await db
    .selectFrom('entitlements')
    .select('paid_until as until')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.until ? Temporal.Instant.from(row.until).toString() : undefined
}

export async function purchaseOf({ db }: TestApp, token: string) {
  return db
    .selectFrom('store_purchases')
    .select(['id', 'state', 'account_id as accountId', 'environment'])
    .where('key', '=', tokenDigest(token))
    .executeTakeFirst()
}

export async function stateOf(app: TestApp, token: string): Promise<string | undefined> {
  return (await purchaseOf(app, token))?.state
}

/** Of what nobody has seen to. */
export async function openAlerts({ db }: TestApp): Promise<string[]> {
  const rows = await db
    .selectFrom('subscription_alerts')
    .select('kind')
    .where('resolved_at', 'is', null)
    .orderBy('kind')
    .execute()
  return rows.map(({ kind }) => kind)
}

/** The person's app shows a purchase. */
export function show(person: Person, purchaseToken: string) {
  return person.call(verifyGooglePurchase, { body: { purchaseToken } })
}

export async function refusedShow(person: Person, purchaseToken: string): Promise<string> {
  return (await person.problem(verifyGooglePurchase, { body: { purchaseToken } })).code
}

/** The end of what is paid for with it, as Google has it. */
export function endOf({ google }: GoogleApp, token: string): string {
  return google.store.of(token).expiresAt.toString()
}

export function assertAll(statuses: readonly number[], expected: number): void {
  assert.deepEqual(
    statuses.filter((status) => status !== expected),
    []
  )
}

/** Of each event of the log: what it is, and what became of it. */
export async function outcomes({ db }: TestApp): Promise<string[][]> {
  const { rows } = await sql<{ type: string; subtype: string | null; outcomes: string[] }>`
    select type, subtype, array(select outcome from webhooks.outcomes where event = events.id order by at) as outcomes
    from webhooks.events order by id`.execute(db)
  return rows.map(({ type, subtype, outcomes: came }) => [[type, subtype].filter(Boolean).join(' '), ...came])
}
