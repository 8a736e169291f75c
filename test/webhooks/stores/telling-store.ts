import type { Scope } from '../../afterwards.ts'

/** What a store sends to the webhook at `path`. */
export type Message = {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A store with a world of its own, of which it tells honeyDue: all in which one store differs from another in a storm. */
export type TellingStore = {
  /** Its block below `subscriptions` in config.yaml. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Files of the secrets folder. */
  readonly secrets: Readonly<Record<string, string>>
  /** How many messages there are to send by now. */
  told(): number
  /** Somebody buys, at the next place. */
  buy(place: number): void
  /** Something happens to what was bought there: `choice` says what, of all that can happen to it now. It is told at once. */
  happen(place: number, choice: number): void
  /** A message as it is sent now. */
  message(number: number): Promise<Message>
  /** What honeyDue should have told the store by now, and has not. */
  untold(): number
}

export type World = {
  /** When what happens happens. The same in every run. */
  readonly happensAt: () => Temporal.Instant
  /** By the clock of honeyDue, and of whoever signs. */
  readonly now: () => Temporal.Instant
  /** `purchase_token` of those who buy: who buys at a place is at that place, too. */
  readonly people: readonly string[]
  /** What the store makes ids of: the same in every run. */
  readonly random: (bytes: number) => Buffer
}

export type MakeStore = (scope: Scope, world: World) => Promise<TellingStore>

export type Deed<Bought> = (bought: Bought) => unknown

export function chosen<T>(from: readonly T[], choice: number): T {
  const one = from[choice % from.length]
  if (one === undefined) throw new Error('nothing can happen')
  return one
}

export const json = { 'content-type': 'application/json' }
