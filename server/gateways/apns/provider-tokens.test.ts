import assert from 'node:assert/strict'
import { test } from 'node:test'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { testDatabase } from '#test/database.ts'
import { apnsKey, testApns } from '#test/doubles/apns.ts'
import { testKeyring } from '#test/harness.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import { apns } from './apns.ts'
import { sharedTokens } from './provider-tokens.ts'

const phone = 'cd'.repeat(32)
const key = apnsKey()

test('all processes present one token, are given the next together, and never one before twenty minutes are over', async (t) => {
  let instant = Temporal.Instant.from('2026-03-10T12:00:00Z')
  let ahead: Temporal.DurationLike = { minutes: 0 }
  const { product } = await testDatabase(t)
  const ground = { db: product.db, keyring: testKeyring, now: () => instant, log: captureLog() }
  const apple = await testApns(t, { key, now: () => instant.add(ahead) })
  apple.install(phone)
  const starting = () => {
    const urls = { production: apple.url, sandbox: apple.url }
    const sender = apns({
      ...ground,
      topic: apple.topic,
      urls,
      isStandIn: true,
      keys: () => [key],
      tokens: sharedTokens(ground)
    })
    t.after(() => sender.close())
    return sender
  }
  const processes = Array.from({ length: 5 }, starting)
  const sendAll = async (senders = processes) => {
    const target = { token: new Secret(phone), environment: 'production' } as const
    const expiresAt = instant.add({ hours: 1 })
    const notice = {
      id: '0198f0a0-0000-7000-8000-000000000001',
      title: 'a',
      body: 'b',
      collapseId: 'c',
      data: {},
      expiresAt
    }
    const results = await race(
      senders.length,
      (index) => senders[index]?.send(target, notice) ?? Promise.reject(new Error())
    )
    return results.map((result) => (result.status === 'fulfilled' ? result.value.outcome : result.reason))
  }
  const all = (outcome: string) => processes.map(() => outcome)
  const tokens = () => new Set(apple.presented).size

  assert.deepEqual(await sendAll(), all('delivered'))
  assert.equal(tokens(), 1)
  instant = instant.add({ minutes: 49 })
  assert.deepEqual(await sendAll([...processes.slice(1), starting()]), all('delivered'))
  assert.equal(tokens(), 1, 'also after a start')
  instant = instant.add({ minutes: 2 })
  assert.deepEqual(await sendAll(), all('delivered'))
  assert.equal(tokens(), 2)

  // Apple's clock is ahead of ours: the token is too old for it before it is for us
  ahead = { minutes: 50 }
  instant = instant.add({ minutes: 15 })
  assert.deepEqual(await sendAll(), all('later'))
  instant = instant.add({ minutes: 6 })
  assert.deepEqual(await sendAll(), all('delivered'))
  assert.equal(tokens(), 3)
})

// ASVS 11.3.3
test('the token is sealed where it is kept, and made anew where nobody can open it any more', async (t) => {
  const now = () => Temporal.Instant.from('2026-03-10T12:00:00Z')
  const { product, db } = await testDatabase(t)
  const first = await sharedTokens({ db: product.db, keyring: testKeyring, now }).of(key)
  const rows = await db.selectFrom('provider_tokens').select('token_sealed as sealed').execute()
  assert.equal(rows.length, 1)
  assert.ok(!rows[0]?.sealed.includes(first.reveal()))

  const keyring = keyringOf(new Secret('another key, which is long enough for the rule'))
  const second = await sharedTokens({ db: product.db, keyring, now }).of(key)
  assert.notEqual(second.reveal(), first.reveal())
  assert.equal((await sharedTokens({ db: product.db, keyring, now }).of(key)).reveal(), second.reveal())
})
