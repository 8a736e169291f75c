import { appStore, type AppStore } from '#server/gateways/app-store/app-store.ts'
import { appStoreKeyOf } from '#server/platform/app-store-config.ts'
import { subscriptionsOf } from '#server/platform/subscriptions-config.ts'
import { transact } from '#server/platform/transaction.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testAppStore, type TestAppStore } from '#test/doubles/app-store/app-store.ts'
import type { StoreDelivery } from '#test/doubles/app-store/deliveries.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import type { Scope } from '#test/afterwards.ts'

/** The product with something to buy in an App Store of the tests, both at the time of the test. */
export type StoreStage = {
  readonly app: TestApp
  readonly store: TestAppStore
  readonly gateway: AppStore
  readonly url: string
  readonly startMs: number
  /** What the app tells the store for this person. */
  tokenOf(person: Person): Promise<string>
  /** What a notification is answered, by its body. */
  post(body: string): Promise<number>
  /** All that is due, in this order; the answers. */
  deliver(order?: (due: StoreDelivery[]) => StoreDelivery[]): Promise<number[]>
  enqueue(job: string): Promise<void>
}

/** As the clock of a test app begins. */
const beginning = () => Temporal.Instant.from('2026-03-10T12:00:00Z')

export async function storeStage(scope: Scope): Promise<StoreStage> {
  let now = beginning
  const startMs = now().epochMilliseconds
  const store = await testAppStore(scope, { now: () => now() })
  const { settings, keyFile } = store
  const key = appStoreKeyOf(keyFile)
  const { bundleId, appAppleId, standIn } = settings
  const gateway = appStore({ app: { bundleId, appAppleId }, standIn, key: () => key, now: () => now() })
  const app = await testApp(scope, { subscriptions: subscriptionsOf({ apple: settings }), appStore: gateway })
  now = app.clock.now
  const url = '/api/webhooks/app-store'
  const headers = { 'content-type': 'application/json' }
  const post = async (payload: string) => (await app.inject({ method: 'POST', url, headers, payload })).statusCode
  return {
    app,
    store,
    gateway,
    url,
    startMs,
    async tokenOf({ userId }) {
      const row = await app.db
        .selectFrom('users')
        .select('purchase_token')
        .where('id', '=', userId)
        .executeTakeFirstOrThrow()
      return row.purchase_token
    },
    post,
    async deliver(order) {
      const answers: number[] = []
      const send = async (body: string) => {
        const status = await post(body)
        answers.push(status)
        return status
      }
      app.clock.advance({ milliseconds: 1000 }) // what has just been signed is due
      await store.deliveries.send(send, order)
      return answers
    },
    enqueue: (job) => transact(app.ground.db, (tx) => enqueue(tx, job, {}))
  }
}

/** Until when they have paid, as days from the beginning; undefined: they have not. */
export async function paidDays({ app, startMs }: StoreStage, { userId }: Person): Promise<number | undefined> {
  const row = await app.db
    .selectFrom('entitlements')
    .select('paid_until')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (!row?.paid_until) return undefined
  return Math.round((Temporal.Instant.from(row.paid_until).epochMilliseconds - startMs) / 86_400_000)
}

export async function counts({ app }: StoreStage) {
  const { rows } = await app.database.pool.query<Record<string, number>>(`select
    (select count(*)::integer from webhooks.events) as events,
    (select count(*)::integer from store_purchases) as purchases,
    (select count(*)::integer from purchase_history) as changes`)
  return rows[0]
}

export function alerts({ app }: StoreStage) {
  return app.db
    .selectFrom('subscription_alerts')
    .select(['kind', 'about', 'times'])
    .orderBy('kind')
    .orderBy('about')
    .execute()
}
