import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { Secret } from '#server/platform/secret.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import { testGooglePlay } from '#test/doubles/google-play.ts'
import { serviceAccount } from '#test/doubles/service-account.ts'
import { captureLog } from '#test/log.ts'
import { race } from '#test/race.ts'
import { PlayUnavailable } from './play-calls.ts'
import { play, PlayRefused } from './play.ts'

async function stage(t: TestContext) {
  let instant = Temporal.Instant.from('2026-03-10T12:00:00Z')
  const now = () => instant
  const log = captureLog()
  const google = await testGooglePlay(t, { now })
  const accounts: { now: ServiceAccount | undefined; taken: number } = { now: google.account, taken: 0 }
  const client = play({
    ...google.settings,
    account: () => accounts.now,
    taken: () => void accounts.taken++,
    now,
    log
  })
  return {
    google,
    store: google.store,
    client,
    accounts,
    log,
    now,
    read: (token: string) => client.subscription(new Secret(token)),
    advance: (by: Temporal.DurationLike) => void (instant = instant.add(by))
  }
}

test('a purchase is read with one access token for all, and says what Google says of it', async (t) => {
  const { google, store, read, accounts } = await stage(t)
  const token = store.buy({ account: 'a'.repeat(64), addOns: ['extra'] })
  const results = await race(5, () => read(token))
  assert.ok(results.every(({ status }) => status === 'fulfilled'))
  assert.deepEqual([google.asked.token, google.asked.read, accounts.taken], [1, 5, 5])

  const purchase = (await read(token)) ?? assert.fail()
  assert.equal(purchase.subscriptionState, 'SUBSCRIPTION_STATE_ACTIVE')
  assert.equal(purchase.externalAccountIdentifiers?.obfuscatedExternalAccountId, 'a'.repeat(64))
  assert.deepEqual(
    purchase.lineItems?.map(({ productId }) => productId),
    ['extra', 'pro_monthly']
  )
  store.change(token, { state: 'SOMETHING_NEW' })
  assert.equal((await read(token))?.subscriptionState, 'SUBSCRIPTION_STATE_SOMETHING_NEW')
})

test('a token that Google does not know, or no more, is none; what Google does not say is not known', async (t) => {
  const { google, store, read, advance, log, accounts } = await stage(t)
  assert.equal(await read('too short'), undefined)
  assert.equal(await read('x'.repeat(40)), undefined)
  const token = store.buy()
  for (const status of [403, 429, 500, 503, 0]) {
    google.faults.read = status
    await assert.rejects(read(token), PlayUnavailable, String(status))
  }
  delete google.faults.read
  advance({ hours: 24 * 89 })
  assert.ok(await read(token))
  advance({ hours: 24 * 2 })
  assert.equal(await read(token), undefined)
  await google.stop()
  await assert.rejects(read(token), PlayUnavailable)
  await google.start()

  accounts.now = undefined
  await assert.rejects(read(token), /there is no service account/)
  log.expectErrors()
  accounts.now = serviceAccount('a key that Google has not')
  await assert.rejects(read(token), PlayUnavailable)
  assert.ok(log.lines.some(({ message }) => message?.includes('refuses the service account for Google Play')))
})

test('an access token that stops working is replaced once, and nothing secret is in what is thrown', async (t) => {
  const { google, store, read } = await stage(t)
  const token = store.buy()
  await read(token)
  google.forgetTokens()
  assert.ok(await read(token))
  assert.equal(google.asked.token, 2)
  google.faults.read = 401
  const error = await read(token).catch((thrown: unknown) => thrown)
  assert.ok(error instanceof PlayUnavailable)
  assert.ok(!JSON.stringify([error.message, error.stack]).includes(token))
})

test('an acknowledgement names the account of a resubscription alone; what Google does not take is told from what it cannot', async (t) => {
  const { google, store, client, advance } = await stage(t)
  const account = 'b'.repeat(64)
  const acknowledge = (token: string, accountToken?: string, productId = 'pro_monthly') =>
    client.acknowledge({ token: new Secret(token), productId, accountToken })
  const [token, pending] = [store.buy({ account }), store.buy({ isPending: true })]
  await assert.rejects(acknowledge(pending), PlayRefused)
  await assert.rejects(acknowledge(token, account), PlayRefused)
  await assert.rejects(acknowledge(token, undefined, 'pro_yearly'), PlayRefused)
  for (const status of [403, 429, 500]) {
    google.faults.acknowledge = status
    await assert.rejects(acknowledge(token), PlayUnavailable, String(status))
  }
  delete google.faults.acknowledge
  await acknowledge(token)

  advance({ hours: 31 * 24 })
  store.expire(token)
  const again = store.resubscribe(token)
  assert.equal((await client.subscription(new Secret(again)))?.outOfAppPurchaseContext?.expiredPurchaseToken, token)
  await acknowledge(again, account)
  const after = await client.subscription(new Secret(again))
  assert.deepEqual(
    [after?.outOfAppPurchaseContext, after?.externalAccountIdentifiers?.obfuscatedExternalAccountId],
    [undefined, account]
  )
})

test('every page of what was voided is read; a page that comes again and again ends it', async (t) => {
  const { google, store, client, now, advance, log } = await stage(t)
  const tokens = [1, 2, 3, 4, 5].map(() => store.buy())
  for (const token of tokens) store.void(token)
  google.paging.size = 2
  const since = now().subtract({ hours: 1 })
  const list = await client.voided(since)
  assert.deepEqual([list.isWhole, list.voided.map(({ purchaseToken }) => purchaseToken)], [true, tokens])
  assert.equal(google.asked.voided, 3)

  log.expectErrors()
  google.paging.repeats = true
  assert.equal((await client.voided(since)).isWhole, false)
  assert.ok(google.asked.voided <= 6)
  google.paging.repeats = false
  advance({ hours: 2 })
  assert.deepEqual(await client.voided(now().subtract({ hours: 1 })), { voided: [], isWhole: true })
  await assert.rejects(client.voided(now().subtract({ hours: 31 * 24 })), PlayUnavailable)
})
