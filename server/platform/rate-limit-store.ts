import { gcra, type Rate, type Verdict } from './gcra.ts'

/** One budget that a call wants a part of. */
export type Ask = Rate & {
  /** `class`, then what has the budget to itself. */
  readonly key: readonly [rateClass: string, subject: string]
  /** Whether the call is refused without room; else it is only counted. */
  readonly enforced: boolean
}

/** Where budgets are kept. Both ways are one step: however many calls come at once, each sees what the one before left. */
export type RateLimitStore = {
  /** Takes a part of each budget, or of none when an enforced one has no room. A verdict for each. */
  take(asks: readonly Ask[]): Promise<readonly Verdict[]>
  /** Gives back what one call took. */
  giveBack(asks: readonly Ask[]): Promise<void>
}

export type MemoryStore = RateLimitStore & {
  /** Counts calls that another store has let through, whether or not there is room here. */
  note(asks: readonly Ask[]): void
}

const mostKeys = 100_000

/** Budgets of this process alone; the ones unused the longest go when there are too many. */
export function memoryStore(now: () => Temporal.Instant): MemoryStore {
  const arrivals = new Map<string, number>()

  function keep(ask: Ask, arrival: number): void {
    const name = nameOf(ask)
    arrivals.delete(name)
    arrivals.set(name, arrival)
    const oldest = arrivals.keys().next().value
    if (arrivals.size > mostKeys && oldest !== undefined) arrivals.delete(oldest)
  }

  function take(asks: readonly Ask[]): Verdict[] {
    const at = now().epochMilliseconds
    const found = asks.map((ask) => ({ ask, ...gcra(arrivals.get(nameOf(ask)), at, ask) }))
    const refused = found.some(({ ask, allowed }) => ask.enforced && !allowed)
    if (!refused) for (const { ask, next } of found) keep(ask, next)
    return found
  }

  return {
    take: async (asks) => take(asks),
    async giveBack(asks) {
      for (const ask of asks) {
        const arrival = arrivals.get(nameOf(ask))
        if (arrival !== undefined) keep(ask, arrival - ask.periodMs / ask.limit)
      }
    },
    note: (asks) => void take(asks.map((ask) => ({ ...ask, enforced: false })))
  }
}

function nameOf({ key, periodMs }: Ask): string {
  return JSON.stringify([...key, periodMs])
}
