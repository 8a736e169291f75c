import { isDeepStrictEqual } from 'node:util'
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterwards, type Scope } from '../afterwards.ts'
import { startTestServer, type TestServer } from '../server.ts'
import { disordered, inOrder, interleaved, type Delivery } from './deliveries.ts'
import { Sender, type Sent } from './sender.ts'
import { setStage, type Stage } from './stage.ts'
import { storeNames, storyHours, type Plot, type StoreName } from './story.ts'
import { isAllDone } from './what-is-left.ts'
import { whatIsKept, whatIsLogged, type Kept, type Logged } from './what-is-kept.ts'

export type StoreCounts = Sent & Logged & { readonly messages: number; readonly untold: number }

export type Counts = {
  readonly stores: Readonly<Record<StoreName, StoreCounts>>
  readonly killsInFlight: number
  readonly entitled: number
  /** What differs from the run that nothing disturbed. */
  readonly differences: readonly (keyof Kept)[]
}

type Storm = {
  /** Of each store, those that come twice counted twice. */
  readonly webhooks: number
  /** In each store. */
  readonly purchases: number
  readonly kills: number
  /** How often PostgreSQL is stopped. */
  readonly stops: number
  readonly seed: number
  readonly tell?: (line: string) => void
}

/**
 * What three stores tell of purchases while these go on, a third of it twice, a fifth of it late, to a honeyDue that is killed
 * again and again and whose PostgreSQL is stopped; and the same once each, in order, to one that is left alone. Compares what
 * is kept.
 */
export async function webhookStorm(scope: Scope, storm: Storm): Promise<Counts> {
  const { webhooks, purchases, seed } = storm
  const messages = Math.round(webhooks * 0.7)
  const plot: Plot = {
    seed,
    messages,
    purchases,
    people: Array.from({ length: 2 * purchases }, () => randomUUID()),
    startedAt: Temporal.Now.instant(),
    choices: fc.sample(fc.nat(), { numRuns: messages, seed })
  }
  const server = await startTestServer()
  afterwards(scope, server.stop)
  const calm = await undisturbed(scope, server, plot)
  const { stage, sender, killsInFlight } = await disturbed(scope, server, { calm, plot, storm })

  const { pool } = stage.database
  const kept = await whatIsKept(pool)
  const expected = await whatIsKept(calm.database.pool)
  const counted = storeNames.map(async (name) => {
    const { store } = stage.stories[name]
    const logged = await whatIsLogged(pool, name)
    return [name, { messages: store.told(), untold: store.untold(), ...sender.sent[name], ...logged }] as const
  })
  return {
    stores: Object.fromEntries(await Promise.all(counted)) as Counts['stores'], // of every name
    killsInFlight,
    entitled: kept.entitlements.length,
    differences: (['purchases', 'entitlements', 'facts'] as const).filter(
      (part) => !isDeepStrictEqual(kept[part], expected[part])
    )
  }
}

async function undisturbed(scope: Scope, server: TestServer, plot: Plot): Promise<Stage> {
  const stage = await setStage(scope, server, plot)
  const { url } = await stage.receiver.start()
  const sendAll = (deliveries: readonly Delivery[]) => new Sender(deliveries, stage.carry).run(url)
  await sendAll(interleaved(storeNames.map((name) => inOrder(name, plot.messages))))
  await sendAll(storeNames.flatMap((name) => toldBy(stage, name).slice(plot.messages)))
  await end(stage)
  return stage
}

/** All that a store has told in a run that is over. */
function toldBy({ stories }: Stage, name: StoreName): Delivery[] {
  return inOrder(name, stories[name].store.told())
}

/** Hour by hour until nothing waits for its time any more, and then to the same end of the day whatever happened before. */
async function end({ wait, database: { pool }, receiver: { kill } }: Stage): Promise<void> {
  let later = 0
  do wait(storyHours + (later += 1))
  while (!(await isAllDone(pool)) && later < 23)
  wait(storyHours + 24)
  await isAllDone(pool)
  await kill()
}

type Disturbed = { readonly stage: Stage; readonly sender: Sender; readonly killsInFlight: number }

async function disturbed(
  scope: Scope,
  server: TestServer,
  { calm, plot, storm }: { calm: Stage; plot: Plot; storm: Storm }
): Promise<Disturbed> {
  const { seed, tell = () => {} } = storm
  const stage = await setStage(scope, server, plot)
  const deliveries = interleaved(
    storeNames.map((name, index) => {
      const own = toldBy(calm, name)
      return disordered(own, {
        twice: storm.webhooks - plot.messages,
        late: Math.round(storm.webhooks * 0.2),
        seed: seed + index
      })
    })
  )
  const sender = new Sender(deliveries, stage.carry)
  const disturbances = interruptions(storm)
  const longest = Math.max(1, Math.floor((2 * deliveries.length) / (disturbances.length + 3)))
  const pauses = fc.sample(fc.integer({ min: 1, max: longest }), { numRuns: disturbances.length, seed })
  let killsInFlight = 0
  let { url } = await stage.receiver.start()
  for (const [index, disturbance] of disturbances.entries()) {
    const [acknowledged, unanswered] = [sender.total('acknowledged'), sender.total('unanswered')]
    const isTime = () => sender.total('acknowledged') >= acknowledged + (pauses[index] ?? 0)
    await duringRound(sender, { url, isTime, disturb: disturbance === 'kill' ? stage.receiver.kill : server.halt })
    if (disturbance === 'stop') await server.goOn()
    else ({ url } = await stage.receiver.start())
    if (sender.total('unanswered') > unanswered) killsInFlight += 1
    if ((index + 1) % 5 === 0)
      tell(`  ${index + 1} of ${disturbances.length} disturbances, ${sender.total('acknowledged')} acknowledged`)
  }
  while (!sender.isDone) await sender.run(url)
  await end(stage)
  return { stage, sender, killsInFlight }
}

type Interruption = 'kill' | 'stop'

/** The stops of PostgreSQL spread evenly among the kills. */
function interruptions({ kills, stops }: Storm): Interruption[] {
  const between = Math.floor(kills / (stops + 1))
  const all = Array.from({ length: kills }, (): Interruption => 'kill')
  for (let stop = stops; stop > 0; stop -= 1) all.splice(stop * between, 0, 'stop')
  return all
}

type Round = { readonly url: string; isTime(): boolean; disturb(): Promise<void> }

/** Sends until it is time, and in the middle of that disturbs it. */
async function duringRound(sender: Sender, { url, isTime, disturb }: Round): Promise<void> {
  let isOver = false
  await Promise.all([
    sender.run(url).finally(() => (isOver = true)),
    (async () => {
      await until(() => isOver || isTime())
      await disturb()
    })()
  ])
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2))
}
