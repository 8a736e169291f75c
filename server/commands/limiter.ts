import { redisStore } from '../gateways/redis/rate-limit-store.ts'
import type { Config, Secrets } from '../platform/config.ts'
import type { Keyring } from '../platform/keyring.ts'
import type { Ground } from '../platform/make-context.ts'
import { createRateLimiter, type RateLimiter } from '../platform/rate-limiter.ts'
import { multiplied, rateLimits } from '../platform/rate-limits.ts'

/** The rate limits of this process, shared with the others if Redis is configured. */
export async function openLimiter(
  { redis, rateLimits: { multiplier } }: Config,
  { redisPassword: password }: Secrets,
  { keyring, log, now }: Pick<Ground, 'log' | 'now'> & { keyring: Keyring }
): Promise<{ limiter: RateLimiter; close: () => Promise<void> }> {
  const limits = multiplied(rateLimits, multiplier)
  if (!redis) return { limiter: createRateLimiter({ limits, log, now }), close: async () => {} }
  const { openRedis } = await import('../gateways/redis/redis.ts') // large: loaded only where it is configured
  const connection = await openRedis({ url: redis.url, password })
  const common = redisStore(connection, keyring)
  return {
    limiter: createRateLimiter({ limits, common, replicas: redis.replicas, log, now }),
    close: () => connection.close()
  }
}
