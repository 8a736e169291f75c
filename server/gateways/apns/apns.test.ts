import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import type { ApnsKey } from '#server/platform/push-config.ts'
import { Secret } from '#server/platform/secret.ts'
import { apnsKey, testApns } from '#test/doubles/apns.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import type { Notice, PushTarget } from '../push/push.ts'
import { apns, type ApnsOptions } from './apns.ts'
import { unsharedTokens } from './provider-tokens.ts'

const phone = 'ab'.repeat(32)
const target: PushTarget = { token: new Secret(phone), environment: 'production' }
const key = apnsKey()

function clockAt(start: string) {
  let instant = Temporal.Instant.from(start)
  return { now: () => instant, advance: (by: Temporal.DurationLike) => void (instant = instant.add(by)) }
}

/** Apple with one phone, and a sender to it; both go by one clock. */
async function stage(t: TestContext, change: Partial<ApnsOptions> & { streamsAtOnce?: number } = {}) {
  const { streamsAtOnce = 100, ...options } = change
  const clock = clockAt('2026-03-10T12:00:00Z')
  const log = captureLog()
  const apple = await testApns(t, { key, streamsAtOnce, now: clock.now })
  apple.install(phone)
  const sender = apns({
    topic: apple.topic,
    urls: { production: apple.url, sandbox: apple.url },
    isStandIn: true,
    keys: () => [key],
    tokens: unsharedTokens(clock.now),
    now: clock.now,
    log,
    ...options
  })
  t.after(() => sender.close())
  const notice = noticeAt(clock.now())
  return {
    apple,
    sender,
    clock,
    log,
    notice,
    send: (more: Partial<Notice> = {}) => sender.send(target, { ...notice, ...more })
  }
}

function noticeAt(now: Temporal.Instant): Notice {
  return {
    id: '0198f0a0-0000-7000-8000-000000000001',
    title: 'Clean the gutter',
    body: 'Anna has done it',
    collapseId: 'done-1',
    expiresAt: now.add({ hours: 24 }),
    data: { task: 'task-1' }
  }
}

const delivered = { outcome: 'delivered', environment: 'production' }

test('a notice arrives as it was meant, over one connection and with one token for all', async (t) => {
  const { apple, send, notice, clock } = await stage(t)

  assert.deepEqual([await send(), await send()], [delivered, delivered])

  const [first] = apple.sent
  const expiration = Math.floor(notice.expiresAt.epochMilliseconds / 1000)
  assert.deepEqual(first?.payload, { task: 'task-1', aps: { alert: { title: notice.title, body: notice.body } } })
  assert.deepEqual([first.id, first.collapseId, first.expiration], [notice.id, 'done-1', expiration])
  assert.equal(apple.shownOn(phone).length, 1)
  assert.deepEqual([apple.counts.connections, new Set(apple.presented).size], [1, 1])
  assert.equal(clock.now().toString(), '2026-03-10T12:00:00Z')
})

test('as many as Apple takes at once are under way, and the others wait', async (t) => {
  const { apple, send } = await stage(t, { streamsAtOnce: 2 })

  const results = await race(20, (index) => send({ collapseId: `done-${index}` }))

  assert.ok(results.every((result) => result.status === 'fulfilled' && result.value.outcome === 'delivered'))
  assert.deepEqual([apple.sent.length, apple.counts.connections], [20, 1])
  assert.ok(apple.counts.atOnce <= 2)
})

const table: [{ status: number; reason: string }, unknown][] = [
  [{ status: 410, reason: 'Unregistered' }, { outcome: 'gone' }],
  [{ status: 410, reason: 'ExpiredToken' }, { outcome: 'gone' }],
  [
    { status: 400, reason: 'DeviceTokenNotForTopic' },
    { outcome: 'misconfigured', reason: 'DeviceTokenNotForTopic' }
  ],
  [
    { status: 400, reason: 'BadTopic' },
    { outcome: 'misconfigured', reason: 'BadTopic' }
  ],
  [
    { status: 400, reason: 'TopicDisallowed' },
    { outcome: 'misconfigured', reason: 'TopicDisallowed' }
  ],
  [
    { status: 403, reason: 'BadEnvironmentKeyInToken' },
    { outcome: 'misconfigured', reason: 'BadEnvironmentKeyInToken' }
  ],
  [
    { status: 413, reason: 'PayloadTooLarge' },
    { outcome: 'refused', reason: 'PayloadTooLarge' }
  ],
  [
    { status: 400, reason: 'SomethingNew' },
    { outcome: 'refused', reason: 'SomethingNew' }
  ],
  [
    { status: 429, reason: 'TooManyRequests' },
    { outcome: 'later', reason: 'TooManyRequests' }
  ],
  [
    { status: 500, reason: 'InternalServerError' },
    { outcome: 'later', reason: 'InternalServerError' }
  ],
  [
    { status: 503, reason: 'ServiceUnavailable' },
    { outcome: 'later', reason: 'ServiceUnavailable' }
  ]
]

test('each answer has its outcome', async (t) => {
  const { apple, send } = await stage(t)
  for (const [fault, outcome] of table) {
    apple.answerNext(fault)
    assert.deepEqual(await send(), outcome)
  }
  assert.deepEqual(await send({ title: 'x'.repeat(5000) }), { outcome: 'refused', reason: 'PayloadTooLarge' })
})

test('of a token that went Apple says since when', async (t) => {
  const { apple, send, clock } = await stage(t)
  apple.uninstall(phone, clock.now().subtract({ hours: 2 }))

  assert.deepEqual(await send(), { outcome: 'gone', since: Temporal.Instant.from('2026-03-10T10:00:00Z') })
})

test('a token of the other environment is found there; one that neither knows is gone', async (t) => {
  const sandbox = await testApns(t, { key, now: () => Temporal.Instant.from('2026-03-10T12:00:00Z') })
  const production = await testApns(t, { key, now: () => Temporal.Instant.from('2026-03-10T12:00:00Z') })
  const { send } = await stage(t, { urls: { production: production.url, sandbox: sandbox.url } })

  assert.deepEqual(await send(), { outcome: 'gone' })
  sandbox.install(phone)
  assert.deepEqual(await send(), { outcome: 'delivered', environment: 'sandbox' })
  sandbox.answerNext({ status: 503, reason: 'ServiceUnavailable' })
  assert.deepEqual(await send(), { outcome: 'later', reason: 'ServiceUnavailable' })
})

test('a new key has a connection of its own, and the one before gives its up', async (t) => {
  const other = apnsKey('KEYID67890')
  let keys: ApnsKey[] = [key]
  const { apple, send } = await stage(t, { keys: () => keys })
  apple.keys.add(other)
  await send()

  keys = [other, key]
  assert.deepEqual(await send(), delivered)
  assert.equal(apple.counts.connections, 2)

  keys = [other]
  apple.keys.delete(key)
  assert.deepEqual(await send(), delivered)
  assert.equal(apple.counts.connections, 2)
})

test('a key is said to be taken when a notice got through or Apple does not know the phone, and else never', async (t) => {
  const taken: string[] = []
  const { apple, send } = await stage(t, { taken: ({ kid }) => void taken.push(kid) })
  await send()
  assert.deepEqual(taken, [key.kid])
  apple.uninstall(phone)
  await send()
  assert.equal(taken.length, 2)
  apple.answerNext({ status: 503, reason: 'ServiceUnavailable' })
  await send()
  apple.keys.clear()
  await send()
  assert.equal(taken.length, 2)
})

test('while Apple refuses the new key the one before is used, and the log says so', async (t) => {
  const other = apnsKey('KEYID67890')
  const { apple, send, log, clock } = await stage(t, { keys: () => [other, key] })
  log.expectErrors()

  assert.deepEqual([await send(), await send()], [delivered, delivered])
  assert.equal(apple.presented.length, 3, 'the refused one is not shown each time')
  assert.ok(log.lines.some(({ message }) => message === 'Apple refuses the APNs key'))

  apple.keys.add(other)
  apple.keys.delete(key)
  clock.advance({ minutes: 11 })
  assert.deepEqual(await send(), delivered)
  apple.keys.clear()
  assert.deepEqual(await send(), { outcome: 'misconfigured', reason: 'InvalidProviderToken' })
})

test('without a key nothing is sent, and it is said what is missing', async (t) => {
  const { send } = await stage(t, { keys: () => [] })
  assert.deepEqual(await send(), { outcome: 'misconfigured', reason: 'there is no key' })
})

test('after too many tokens nothing is asked for twenty minutes', async (t) => {
  const { apple, send, clock } = await stage(t)
  apple.answerNext({ status: 429, reason: 'TooManyProviderTokenUpdates' })

  assert.deepEqual(await send(), { outcome: 'later', reason: 'TooManyProviderTokenUpdates' })
  clock.advance({ minutes: 19 })
  assert.equal((await send()).outcome, 'later')
  assert.equal(apple.presented.length, 1)
  clock.advance({ minutes: 2 })
  assert.deepEqual(await send(), delivered)
})

test('Apple is left alone for as long as it asks', async (t) => {
  const { apple, send, clock } = await stage(t)
  apple.answerNext({ status: 503, reason: 'Shutdown', headers: { 'retry-after': '90' } })

  assert.equal((await send()).outcome, 'later')
  clock.advance({ seconds: 89 })
  assert.equal((await send()).outcome, 'later')
  assert.equal(apple.presented.length, 1)
  clock.advance({ seconds: 2 })
  assert.deepEqual(await send(), delivered)
})

test('a connection that ends is followed by another, and the notice by itself under the same id', async (t) => {
  const { apple, send, notice } = await stage(t)
  await send()
  apple.goAway()
  assert.deepEqual(await send(), delivered)
  apple.answerNext('reset')
  assert.deepEqual(await send(), delivered)

  assert.deepEqual(new Set(apple.sent.map(({ id }) => id)), new Set([notice.id]))
  assert.ok(apple.counts.connections >= 2)
})

test('a connection that has been idle is asked for a sign of life, and replaced when there is none', async (t) => {
  const { apple, send, clock } = await stage(t, { pongMs: 200 })
  await send()
  assert.equal(apple.counts.pings, 0)
  clock.advance({ minutes: 6 })
  await send()
  assert.deepEqual([apple.counts.pings, apple.counts.connections], [1, 1])

  apple.freeze()
  clock.advance({ minutes: 6 })
  assert.deepEqual(await send(), delivered)
  assert.equal(apple.counts.connections, 2)
})

test('while Apple is away it is for later, and afterwards it goes on by itself', async (t) => {
  const { apple, send } = await stage(t)
  await send()
  await apple.stop()
  assert.deepEqual(await send(), { outcome: 'later', reason: 'APNs cannot be reached' })
  await apple.start()
  assert.deepEqual(await send(), delivered)
})

test('the look at the connection sends nobody anything, and names a key that does not work', async (t) => {
  const { apple, sender, log } = await stage(t)
  log.expectErrors()
  assert.equal(await sender.check(), undefined)
  apple.keys.clear()
  assert.equal(await sender.check(), 'InvalidProviderToken')
  await apple.stop()
  assert.equal(await sender.check(), 'APNs cannot be reached')
  assert.deepEqual(apple.sent, [])
})

// ASVS 12.3.1, 13.2.4
test('nobody but a test server of this machine is spoken to without TLS', async (t) => {
  const { send } = await stage(t, { isStandIn: false })
  assert.deepEqual(await send(), { outcome: 'later', reason: 'APNs cannot be reached' })
})
