import { isDeepStrictEqual } from 'node:util'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { Scope } from '../afterwards.ts'
import { testDatabase, testServer, type TestDatabase } from '../database.ts'
import { testAppStore, type TestAppStore } from '../doubles/app-store/app-store.ts'
import { asAdmin } from '../server.ts'
import { receiver } from './receiver.ts'
import { Sender } from './sender.ts'
import { deliveriesOf, storiesOf, storyClock, type Notification } from './store-stories.ts'
import { whatIsKept, whatIsLogged, type Kept, type Logged } from './what-is-kept.ts'

export type Counts = Logged & {
  readonly purchases: number
  readonly notifications: number
  readonly deliveries: number
  readonly acknowledged: number
  readonly killsInFlight: number
  readonly unanswered: number
  /** Answers 503 while the database was away. */
  readonly refused: number
  readonly sentAgain: number
  readonly mostAttempts: number
  readonly entitled: number
  readonly facts: number
  /** What differs from the run that nothing disturbed. */
  readonly differences: readonly (keyof Kept)[]
}

type Storm = {
  readonly webhooks: number
  readonly purchases: number
  readonly kills: number
  readonly seed: number
  readonly tell?: (line: string) => void
}

/**
 * What the App Store says of purchases, a third of it twice, a fifth of it not in order, to a receiver that is killed again and
 * again and whose database is away once; and the same once each, in order, to one that is left alone. Compares what is kept.
 */
export async function webhookStorm(scope: Scope, storm: Storm): Promise<Counts> {
  const { webhooks, purchases, seed } = storm
  const clock = storyClock()
  const store = await testAppStore(scope, { now: clock.now })
  const tokens = Array.from({ length: purchases }, () => randomUUID())
  const notifications = storiesOf(store, clock, { count: Math.round(webhooks * 0.7), purchases, tokens, seed })
  const twice = webhooks - notifications.length
  const deliveries = deliveriesOf(notifications, { twice, misplaced: Math.round(webhooks * 0.2), seed })

  const [calm, { database, sender, killsInFlight }] = await Promise.all([
    undisturbed(scope, { store, tokens, notifications }),
    disturbed(scope, { store, tokens, notifications: deliveries }, storm)
  ])
  const kept = await whatIsKept(database.pool)
  const expected = await whatIsKept(calm.pool)
  return {
    purchases: kept.purchases.length,
    notifications: notifications.length,
    deliveries: deliveries.length,
    killsInFlight,
    acknowledged: sender.acknowledged,
    unanswered: sender.unanswered,
    refused: sender.refused,
    sentAgain: sender.sentAgain,
    mostAttempts: sender.mostAttempts,
    entitled: kept.entitlements.length,
    facts: kept.facts.length,
    ...(await whatIsLogged(database.pool)),
    differences: (['purchases', 'entitlements', 'facts'] as const).filter(
      (part) => !isDeepStrictEqual(kept[part], expected[part])
    )
  }
}

type Sent = {
  readonly store: TestAppStore
  readonly tokens: readonly string[]
  readonly notifications: readonly Notification[]
}

async function undisturbed(scope: Scope, { store, tokens, notifications }: Sent): Promise<TestDatabase> {
  const database = await databaseWith(scope, tokens)
  const target = await receiver(scope, database, store)
  const { url } = await target.start()
  await new Sender(notifications).run(url)
  await target.kill()
  return database
}

async function disturbed(
  scope: Scope,
  { store, tokens, notifications }: Sent,
  { kills, seed, tell = () => {} }: Storm
): Promise<{ database: TestDatabase; sender: Sender; killsInFlight: number }> {
  const database = await databaseWith(scope, tokens)
  const target = await receiver(scope, database, store)
  const sender = new Sender(notifications)
  const longest = Math.max(1, Math.floor((2 * notifications.length) / (kills + 3)))
  const pauses = fc.sample(fc.integer({ min: 1, max: longest }), { numRuns: kills, seed })
  let killsInFlight = 0
  let { url } = await target.start()
  await withoutDatabase(database, () => sender.run(url))
  for (const [index, pause] of pauses.entries()) {
    const { acknowledged, unanswered } = sender
    const round = sender.run(url)
    await until(() => sender.acknowledged >= acknowledged + pause || sender.isDone)
    await target.kill()
    await round
    if (sender.unanswered > unanswered) killsInFlight += 1
    ;({ url } = await target.start())
    if ((index + 1) % 5 === 0) tell(`  ${index + 1} kills, ${sender.acknowledged} acknowledged`)
  }
  while (!sender.isDone) await sender.run(url)
  await target.kill()
  return { database, sender, killsInFlight }
}

/** People with the tokens that the store names. */
async function databaseWith(scope: Scope, tokens: readonly string[]): Promise<TestDatabase> {
  const database = await testDatabase(scope)
  await database.pool.query(
    `insert into users (id, email, email_verified_at, display_name, password_hash, time_zone, language, purchase_token)
    select gen_random_uuid(), 'person' || n || '@example.org', now(), 'Person ' || n, 'none', 'Europe/Berlin', 'en', token
    from unnest($1::uuid[]) with ordinality given (token, n)`,
    [tokens]
  )
  return database
}

/** It lets nobody in, and throws out who is. */
async function withoutDatabase({ source }: TestDatabase, run: () => Promise<void>): Promise<void> {
  const admin = await testServer()
  const admit = (does: boolean) =>
    asAdmin(admin, async (client) => {
      await client.query(`alter database ${source.database} connection limit ${does ? -1 : 0}`)
      if (does) return
      await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = $2', [
        source.database,
        source.user
      ])
    })
  await admit(false)
  await run()
  await admit(true)
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2))
}
