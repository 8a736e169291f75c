import { createHash } from 'node:crypto'
import type { Scope } from '../afterwards.ts'
import { appStore } from './stores/app-store.ts'
import { googlePlay } from './stores/google-play.ts'
import { stripe } from './stores/stripe.ts'
import type { MakeStore, TellingStore } from './stores/telling-store.ts'

export const storeNames = ['App Store', 'Google Play', 'Stripe'] as const
export type StoreName = (typeof storeNames)[number]

const makers: Readonly<Record<StoreName, MakeStore>> = {
  'App Store': appStore,
  'Google Play': googlePlay,
  Stripe: stripe
}

/** Whole hours, as periods are whole days: no end of one comes while a run lasts. */
export const storyHours = 6 * 24

export type Plot = {
  readonly seed: number
  /** How much each store has to tell, or a little more. */
  readonly messages: number
  /** In each store. */
  readonly purchases: number
  readonly people: readonly string[]
  /** When all of it begins. */
  readonly startedAt: Temporal.Instant
  /** What happens, one after the other: any numbers. */
  readonly choices: readonly number[]
}

/** What happens in one store, from beginning to end the same in every run of the plot, as far as it has come. */
export class Story {
  readonly store: TellingStore
  readonly #plot: Plot
  readonly #clock: { hours: number }
  #deeds = 0

  private constructor(store: TellingStore, plot: Plot, clock: { hours: number }) {
    this.store = store
    this.#plot = plot
    this.#clock = clock
  }

  static async begin(scope: Scope, name: StoreName, plot: Plot, now: () => Temporal.Instant): Promise<Story> {
    const clock = { hours: 0 }
    const happensAt = () => plot.startedAt.add({ hours: clock.hours })
    const { people } = plot
    const store = await makers[name](scope, { happensAt, now, people, random: bytesFrom(`${name} ${plot.seed}`) })
    return new Story(store, plot, clock)
  }

  /** How late it is in it, from its beginning. */
  get hours(): number {
    return this.#clock.hours
  }

  /** Goes on until there is a message of this number, or all has been told. */
  reach(number: number): void {
    const { messages, purchases, choices } = this.#plot
    for (let told = this.store.told(); told <= number && told < messages; told = this.store.told()) {
      this.#clock.hours = Math.floor((storyHours * told) / messages)
      if (this.#deeds < purchases) this.store.buy(this.#deeds)
      else this.store.happen(this.#deeds % purchases, choices[this.#deeds % choices.length] ?? 0)
      this.#deeds += 1
    }
  }
}

function bytesFrom(seed: string): (bytes: number) => Buffer {
  let drawn = 0
  return (bytes) =>
    createHash('shake256', { outputLength: bytes })
      .update(`${seed} ${(drawn += 1)}`)
      .digest()
}
