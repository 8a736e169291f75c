import type { Keyring } from '#server/platform/keyring.ts'
import type { Ask, RateLimitStore } from '#server/platform/rate-limit-store.ts'
import { giveBackScript, takeScript } from './rate-limit-scripts.ts'
import type { Redis } from './redis.ts'

/** Budgets that all replicas share. Keys say which rate class and nothing else: `hd:rl:{class}:{hmac}`. */
export function redisStore(redis: Redis, keyring: Keyring): RateLimitStore {
  const keyOf = ({ key: [rateClass, subject], periodMs }: Ask) =>
    `hd:rl:${rateClass}:${keyring.digest('rate-limit', `${periodMs} ${subject}`).toString('base64url')}`
  return {
    async take(asks) {
      const args = asks.flatMap(({ limit, periodMs, enforced }) => [`${limit}`, `${periodMs}`, enforced ? '1' : '0'])
      const answer = numbersOf(await redis.evaluate(takeScript, asks.map(keyOf), args), 4 * asks.length)
      return asks.map((_, index) => {
        const [allowed, remaining = 0, waitMs = 0, resetMs = 0] = answer.slice(4 * index)
        return { allowed: allowed === 1, remaining, waitMs, resetMs }
      })
    },
    async giveBack(asks) {
      const args = asks.map(({ limit, periodMs }) => `${periodMs / limit}`)
      await redis.evaluate(giveBackScript, asks.map(keyOf), args)
    }
  }
}

function numbersOf(answer: unknown, count: number): number[] {
  const fits = Array.isArray(answer) && answer.length === count && answer.every((part) => typeof part === 'number')
  if (!fits) throw new Error('Redis has answered with something else than was asked for')
  return answer
}
