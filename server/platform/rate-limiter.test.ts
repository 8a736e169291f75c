import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import { gcra } from './gcra.ts'
import { memoryStore, type RateLimitStore } from './rate-limit-store.ts'
import { createRateLimiter, type Taken } from './rate-limiter.ts'
import { multiplied, rateLimits } from './rate-limits.ts'

const start = Temporal.Instant.from('2026-03-10T12:00:00Z')
const none = {
  upload: [],
  print: [],
  staff: [],
  feed: [],
  guest: [],
  default: [],
  sign_in: [],
  register: [],
  mail: [],
  code: [],
  join: [],
  rotate: [],
  step_up: [],
  purchase: [],
  webhook: [],
  billing: [],
  export: []
}

function isAllowed(taken: readonly Taken[]): boolean {
  return taken.every(({ verdict, budget }) => verdict.allowed || budget.alarm)
}

/** A limiter whose clock a test moves. */
function limiterAt(options: Partial<Parameters<typeof createRateLimiter>[0]> = {}) {
  let now = start
  const log = captureLog()
  const limiter = createRateLimiter({ limits: rateLimits, log, now: () => now, ...options })
  return { limiter, log, advance: (seconds: number) => void (now = now.add({ seconds })) }
}

// ASVS 2.4.1, 15.4.1
test('of 200 calls at once exactly as many are allowed as the budget holds', async () => {
  const { limiter } = limiterAt()
  const results = await race(200, () => limiter.take('register', { source: '192.0.2.1' }))
  assert.equal(results.filter((it) => it.status === 'fulfilled' && isAllowed(it.value)).length, 5)
})

test('however calls are spread, no window of a period ever holds more than twice the limit, and a full one opens again', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1000, max: 100_000 }),
      fc.array(fc.nat({ max: 5000 }), { maxLength: 300 }),
      (limit, periodMs, pauses) => {
        let arrival: number | undefined
        let now = 1_000_000
        const allowedAt: number[] = []
        for (const pause of pauses) {
          now += pause
          const verdict = gcra(arrival, now, { limit, periodMs })
          assert.ok(verdict.remaining >= 0 && verdict.remaining < limit)
          if (verdict.allowed) {
            arrival = verdict.next
            allowedAt.push(now)
          } else {
            assert.ok(gcra(arrival, now + Math.ceil(verdict.waitMs), { limit, periodMs }).allowed)
          }
        }
        for (const at of allowedAt) {
          assert.ok(allowedAt.filter((other) => other >= at && other < at + periodMs).length <= 2 * limit)
        }
      }
    )
  )
})

test('every budget of a class is asked, and a call that one refuses takes nothing of the others', async () => {
  const { limiter, advance } = limiterAt()
  const call = () => limiter.take('sign_in', { source: '192.0.2.1' })
  for (let index = 0; index < 10; index++) assert.ok(isAllowed(await call()))
  const [perMinute, perHour] = await call()
  assert.deepEqual([perMinute?.verdict.allowed, perMinute?.verdict.waitMs], [false, 6000])
  assert.equal(perHour?.verdict.remaining, 89)
  for (let index = 0; index < 50; index++) await call()
  assert.equal((await call())[1]?.verdict.remaining, 89)
  advance(6)
  assert.ok(isAllowed(await call()))
  assert.ok(isAllowed(await limiter.take('sign_in', { source: '192.0.2.2' })), 'another source')
})

test('a budget without a subject is not asked', async () => {
  const { limiter } = limiterAt()
  assert.deepEqual(
    (await limiter.take('mail', { target: 'anna@example.org' })).map(({ budget }) => budget.per),
    ['target']
  )
  assert.deepEqual(await limiter.take('default', { source: '192.0.2.1' }), [])
})

test('only misses use up the budget of share codes, and too many of all together are told once an hour', async () => {
  const { limiter, log, advance } = limiterAt()
  for (let index = 0; index < 50; index++) await limiter.giveBack(await limiter.take('join', { account: 'anna' }))
  for (let index = 0; index < 10; index++) assert.ok(isAllowed(await limiter.take('join', { account: 'anna' })))
  assert.equal(isAllowed(await limiter.take('join', { account: 'anna' })), false)

  for (let index = 0; index < 1200; index++) {
    assert.ok(isAllowed(await limiter.take('join', { account: `somebody ${index}` })))
  }
  const told = () => log.lines.filter(({ message }) => message?.includes('everybody together')).length
  assert.equal(told(), 1)
  advance(3600)
  for (let index = 0; index < 1200; index++) await limiter.take('join', { account: `somebody else ${index}` })
  assert.equal(told(), 2)
})

test('a common store that fails leaves each replica its share, counts what it allowed before, and is asked again', async () => {
  const outage: { error?: Error } = {}
  const store = memoryStore(() => start)
  const common: RateLimitStore = {
    take: async (asks) => {
      if (outage.error) throw outage.error
      return store.take(asks)
    },
    giveBack: async (asks) => store.giveBack(asks)
  }
  const { limiter, log } = limiterAt({
    common,
    replicas: 2,
    limits: {
      ...none,
      register: [{ per: 'source', limit: 10, seconds: 3600 }],
      default: [{ per: 'session', limit: 1, seconds: 60 }]
    }
  })
  const call = async () => isAllowed(await limiter.take('register', { source: '192.0.2.1' }))
  for (let index = 0; index < 3; index++) assert.ok(await call())
  assert.equal(limiter.degraded, false)

  outage.error = new Error('gone')
  const seen = []
  for (let index = 0; index < 5; index++) seen.push(await call())
  assert.deepEqual(seen, [true, true, false, false, false], 'five are its share, three are used')
  assert.equal(limiter.degraded, true)
  for (let index = 0; index < 3; index++) assert.ok(isAllowed(await limiter.take('default', { session: 'anna' })))
  assert.equal(log.lines.filter(({ level }) => level === 'warn').length, 1, 'told once')
})

test('the table has a budget for every class, none of them empty, and can be multiplied', () => {
  for (const [name, budgets] of Object.entries(rateLimits)) assert.ok(budgets.length > 0, name)
  assert.deepEqual(multiplied(rateLimits, 1), rateLimits)
  assert.equal(multiplied(rateLimits, 10).default[0]?.limit, 3000)
})
