import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test, type TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { createRateLimiter, type RateLimiter } from '#server/platform/rate-limiter.ts'
import { rateLimits } from '#server/platform/rate-limits.ts'
import { memoryStore, type Ask } from '#server/platform/rate-limit-store.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { WatchedSecret } from '#server/platform/secrets/watched-secret.ts'
import { afterwards } from '#test/afterwards.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import { testRedis, type TestRedis } from '#test/redis.ts'
import { redisStore } from './rate-limit-store.ts'
import { openRedis } from './redis.ts'

const keyring = keyringOf(new Secret('a key for tests only, long enough for the rule'))

/** Patient, because a busy machine is no outage; what hangs for good is given up soon enough for a test. */
const answerMs = 3000

async function storeOf(t: TestContext, { url }: TestRedis, value?: string) {
  const password = new WatchedSecret({ name: 'REDIS_PASSWORD', value })
  const redis = await openRedis({ url, password, answerMs })
  afterwards(t, () => redis.close())
  return redisStore(redis, keyring)
}

/** What one replica limits with. */
async function replica(
  t: TestContext,
  server: TestRedis
): Promise<{ limiter: RateLimiter; log: ReturnType<typeof captureLog> }> {
  const log = captureLog()
  const common = await storeOf(t, server)
  return {
    limiter: createRateLimiter({ limits: rateLimits, common, replicas: 2, log, now: Temporal.Now.instant }),
    log
  }
}

const source = { source: '192.0.2.1' }

async function allowed(count: number, limiterOf: (index: number) => RateLimiter): Promise<number> {
  const results = await race(count, (index) => limiterOf(index).take('register', source))
  return results.filter((it) => it.status === 'fulfilled' && it.value.every(({ verdict }) => verdict.allowed)).length
}

// ASVS 15.4.1, 2.4.1
test('of 200 calls at once Redis lets through exactly as many as the budget holds, from one replica and from two', async (t) => {
  const server = await testRedis(t)
  const [one, other] = [await replica(t, server), await replica(t, server)]
  assert.equal(await allowed(200, () => one.limiter), 5)
  await server.command('FLUSHALL')
  assert.equal(await allowed(200, (index) => (index % 2 === 0 ? one : other).limiter), 5)
})

test('Redis and the memory of the process judge alike', async (t) => {
  const store = await storeOf(t, await testRedis(t))
  const still = Temporal.Now.instant()
  const memory = memoryStore(() => still)
  const asks: Ask[] = [
    { key: ['join', 'account a'], limit: 3, periodMs: 3_600_000, enforced: true },
    { key: ['join', 'everybody all'], limit: 2, periodMs: 3_600_000, enforced: false }
  ]
  for (let call = 0; call < 5; call++) {
    const [ofRedis, ofMemory] = [await store.take(asks), await memory.take(asks)]
    assert.deepEqual(
      ofRedis.map(({ allowed: lets, remaining }) => [lets, remaining]),
      ofMemory.map(({ allowed: lets, remaining }) => [lets, remaining])
    )
  }
  await store.giveBack(asks)
  assert.equal((await store.take(asks))[0]?.allowed, true)
})

test('keys name the class of the limit and nobody; each is gone when its budget is whole again', async (t) => {
  const server = await testRedis(t)
  const store = await storeOf(t, server)
  await store.take([{ key: ['mail', 'target anna@example.org'], limit: 3, periodMs: 3_600_000, enforced: true }])
  const keys = await server.command('KEYS *')
  assert.match(keys, /\r\nhd:rl:mail:[\w-]{43}\r\n/)
  assert.doesNotMatch(keys, /anna/)
  const key = /hd:rl:[\w:-]+/.exec(keys)?.[0] ?? assert.fail('no key')
  const left = Number(/:(\d+)/.exec(await server.command(`PTTL ${key}`))?.[1])
  assert.ok(left > 1_100_000 && left <= 1_200_000, `${left} ms`)
})

// ASVS 16.5.2, 16.5.3
test('when Redis is killed in the middle no more is let through than the budget and one for each replica', async (t) => {
  const server = await testRedis(t)
  const replicas = [await replica(t, server), await replica(t, server)]
  const limiterOf = (index: number) => (replicas[index % 2] ?? assert.fail()).limiter
  const before = await allowed(2, limiterOf)
  const [killed, during] = await Promise.all([server.kill(), allowed(100, limiterOf)])
  const after = await allowed(100, limiterOf)
  assert.equal(killed, undefined)
  const sum = before + during + after
  assert.ok(sum >= 4 && sum <= 5 + 2, `${sum} were let through`)
  for (const { limiter, log } of replicas) {
    assert.equal(limiter.degraded, true)
    assert.equal(log.lines.filter(({ level }) => level === 'warn').length, 1, 'told once')
  }
})

test('a Redis that hangs holds nobody up, and one that is back is used again', async (t) => {
  const server = await testRedis(t)
  const { limiter, log } = await replica(t, server)
  /** Goes on calling until it is so. */
  const until = async (degraded: boolean) => {
    while (limiter.degraded !== degraded) {
      await limiter.take('default', { session: 'anna' })
      await setImmediate()
    }
  }
  server.freeze()
  assert.equal((await limiter.take('register', source)).length, 2)
  assert.equal(limiter.degraded, true)
  server.thaw()
  await until(false)
  assert.match(JSON.stringify(log.lines), /answers again/)

  await server.kill()
  await until(true)
  await server.start()
  await until(false)
})

// ASVS 13.2.1, 13.2.3
test('the password goes to Redis apart from its address; without it nothing is limited there', async (t) => {
  const server = await testRedis(t, { password: 'geheim' })
  const ask: Ask = { key: ['mail', 'a'], limit: 3, periodMs: 3_600_000, enforced: true }
  const store = await storeOf(t, server, 'geheim')
  assert.equal((await store.take([ask]))[0]?.allowed, true)
  const stranger = await storeOf(t, server)
  await assert.rejects(stranger.take([ask]))
})

test('it needs no more rights than docs/operating.md names', async (t) => {
  const server = await testRedis(t)
  const page = await readFile(new URL('../../../docs/operating.md', import.meta.url), 'utf8')
  const rights = /`(~hd:[^`]+)`/.exec(page)?.[1] ?? assert.fail('no rights')
  assert.match(await server.command(`ACL SETUSER default resetkeys -@all ${rights}`), /OK/)
  const store = await storeOf(t, server)
  const ask: Ask = { key: ['mail', 'a'], limit: 3, periodMs: 3_600_000, enforced: true }
  assert.equal((await store.take([ask]))[0]?.allowed, true)
  await store.giveBack([ask])
})

test('it starts while Redis is away and limits by itself', async (t) => {
  const server = await testRedis(t)
  await server.kill()
  const { limiter } = await replica(t, server)
  assert.equal(await allowed(20, () => limiter), 2, 'its half of five')
  assert.equal(limiter.degraded, true)
})
