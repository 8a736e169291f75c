import type { RateClass } from '#contract/policy.ts'
import type { Log } from './context.ts'
import type { Verdict } from './gcra.ts'
import { memoryStore, type Ask, type RateLimitStore } from './rate-limit-store.ts'
import type { Budget, RateLimits } from './rate-limits.ts'

/** What one call took of one budget. */
export type Taken = { readonly budget: Budget; readonly ask: Ask; readonly verdict: Verdict }
export type Subjects = { readonly [P in Budget['per']]?: string | undefined }

export type RateLimiter = {
  readonly limits: RateLimits
  /** The common store does not answer, and this process limits by itself. */
  readonly degraded: boolean
  /** Takes a part of every budget of the class that has a subject here. */
  take(rateClass: RateClass, subjects: Subjects): Promise<readonly Taken[]>
  giveBack(taken: readonly Taken[]): Promise<void>
}

/** Without an answer for so long the common store is not asked again. */
const pauseMs = 1000
const alarmSeconds = 3600

/**
 * Limits by the common store of all replicas, or by this process alone where there is none. When the store fails, each
 * replica allows its share (limit ÷ replicas) of what guards an account and everything else; whatever the store let through
 * before is counted in that share, so that a failure is no second budget. It is asked again after a pause.
 */
export function createRateLimiter(options: {
  limits: RateLimits
  common?: RateLimitStore | undefined
  replicas?: number
  log: Log
  now: () => Temporal.Instant
}): RateLimiter {
  const { limits, common, replicas = 1, log, now } = options
  const own = memoryStore(now)
  const alarms = new Map<string, Temporal.Instant>()
  const store = common && pausing(common, log)

  async function decide(rateClass: RateClass, asks: readonly Ask[]): Promise<readonly Verdict[]> {
    if (!store) return own.take(asks)
    const verdicts = await store.ask((it) => it.take(asks))
    const shares = asks.map((ask) => ({ ...ask, limit: Math.max(1, Math.floor(ask.limit / replicas)) }))
    if (!verdicts) return rateClass === 'default' ? asks.map(open) : own.take(shares)
    if (verdicts.every(({ allowed }, index) => allowed || !asks[index]?.enforced)) own.note(shares)
    return verdicts
  }

  function tell(rateClass: RateClass, { budget, verdict }: Taken): void {
    if (!budget.alarm || verdict.allowed) return
    const last = alarms.get(rateClass)
    if (last && last.until(now()).total('seconds') < alarmSeconds) return
    alarms.set(rateClass, now())
    log.warn(
      { rateClass, limit: budget.limit, seconds: budget.seconds },
      'a rate limit for everybody together is exceeded'
    )
  }

  return {
    limits,
    get degraded() {
      return store?.fails() ?? false
    },
    async take(rateClass, subjects) {
      const asked = limits[rateClass].flatMap((budget) => {
        const subject = budget.per === 'everybody' ? 'all' : subjects[budget.per]
        return subject === undefined ? [] : [{ budget, ask: askOf(rateClass, budget, subject) }]
      })
      if (asked.length === 0) return []
      const verdicts = await decide(
        rateClass,
        asked.map(({ ask }) => ask)
      )
      const taken = asked.map((one, index) => ({ ...one, verdict: verdicts[index] ?? open(one.ask) }))
      for (const one of taken) tell(rateClass, one)
      return taken
    },
    async giveBack(taken) {
      const asks = taken.map(({ ask }) => ask)
      await own.giveBack(asks)
      await store?.ask((it) => it.giveBack(asks))
    }
  }
}

/** A store that is left alone for a while after it has failed; told once each way. */
function pausing(store: RateLimitStore, log: Log) {
  let failedAt: number | undefined
  return {
    fails: () => failedAt !== undefined,
    /** Undefined when it does not answer or is not to be asked yet. */
    async ask<T>(question: (asked: RateLimitStore) => Promise<T>): Promise<T | undefined> {
      if (failedAt !== undefined && performance.now() - failedAt < pauseMs) return undefined
      try {
        const answer = await question(store)
        if (failedAt !== undefined) log.info({}, 'the common store of the rate limits answers again')
        failedAt = undefined
        return answer
      } catch (error) {
        const text = 'the common store of the rate limits fails: each replica limits by itself'
        if (failedAt === undefined) log.warn({ err: error }, text)
        failedAt = performance.now()
        return undefined
      }
    }
  }
}

function open({ limit }: Ask): Verdict {
  return { allowed: true, remaining: limit, waitMs: 0, resetMs: 0 }
}

function askOf(rateClass: RateClass, { per, limit, seconds, alarm }: Budget, subject: string): Ask {
  return { key: [rateClass, `${per} ${subject}`], limit, periodMs: seconds * 1000, enforced: !alarm }
}
