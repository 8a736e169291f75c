import { mkdtemp, rm } from 'node:fs/promises'
import { renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterwards, type Scope } from '../afterwards.ts'
import { onServer, testDatabase, type TestDatabase } from '../database.ts'
import type { TestServer } from '../server.ts'
import type { Delivery } from './deliveries.ts'
import { receiver, type Receiver } from './receiver.ts'
import { Story, storeNames, type Plot, type StoreName } from './story.ts'
import type { Message } from './stores/telling-store.ts'

/** Where one run takes place: the stores with worlds of their own, honeyDue with a database of its own, one clock for all. */
export type Stage = {
  readonly stories: Readonly<Record<StoreName, Story>>
  readonly database: TestDatabase
  readonly receiver: Receiver
  /** Time goes on until what a message tells has happened; then it is sent, as it is sent then. */
  carry<T>(delivery: Delivery, send: (message: Message) => Promise<T>): Promise<T>
  /** So late it is at least. */
  wait(hours: number): void
}

export async function setStage(scope: Scope, server: TestServer, plot: Plot): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-clock-'))
  afterwards(scope, () => rm(folder, { recursive: true }))
  const clockFile = join(folder, 'hours')
  let hours = 0
  const wait = (until: number) => {
    hours = Math.max(hours, until)
    writeFileSync(`${clockFile}.new`, String(hours))
    renameSync(`${clockFile}.new`, clockFile) // whoever reads it meanwhile sees one or the other
  }
  wait(0)
  const road = new Road()
  const now = () => Temporal.Now.instant().add({ hours })
  const begun = storeNames.map(async (name) => [name, await Story.begin(scope, name, plot, now)] as const)
  const stories = Object.fromEntries(await Promise.all(begun)) as Stage['stories'] // of every name
  const database = await onServer(server, () => databaseWith(scope, plot.people))
  const stores = Object.values(stories).map(({ store }) => store)
  return {
    stories,
    database,
    receiver: await receiver(scope, { database, stores, clockFile }),
    async carry({ store, number }, send) {
      const story = stories[store]
      story.reach(number)
      if (story.hours > hours) await road.whenEmpty(() => wait(story.hours))
      return road.take(async () => send(await story.store.message(number)))
    },
    wait
  }
}

/** Time does not jump while something is on its way: what was signed before would have got old. */
class Road {
  readonly #underWay = new Set<Promise<unknown>>()
  #closed: Promise<void> | undefined

  async whenEmpty(run: () => void): Promise<void> {
    while (this.#closed) await this.#closed
    this.#closed = this.#closeUntil(run)
    await this.#closed
  }

  async #closeUntil(run: () => void): Promise<void> {
    await Promise.allSettled(this.#underWay)
    run()
    this.#closed = undefined
  }

  async take<T>(send: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed
    const sending = send()
    this.#underWay.add(sending)
    return sending.finally(() => this.#underWay.delete(sending))
  }
}

/** People with the tokens that the stores name. */
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
