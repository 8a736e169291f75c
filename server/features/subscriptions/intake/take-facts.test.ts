import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '#server/platform/errors.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import type { Fact } from '../facts.ts'
import { presentPurchase } from '../ownership/present-purchase.ts'
import {
  appleRenewal,
  appleTransaction,
  digest,
  googlePurchase,
  onDay,
  stripeSubscription,
  testSubscriptions
} from '../testing/facts.ts'
import { projectDue, projectUnmapped } from './replay.ts'
import { takeFacts } from './take-facts.ts'

const services = { subscriptions: testSubscriptions }
const apple = { store: 'apple', environment: 'production', key: '2000000001' } as const

function contextOf(app: TestApp, person?: Person, ip = '192.0.2.1') {
  const origin = { requestId: 'test', ip, userAgent: 'test' }
  const actor = person
    ? ({
        kind: 'user',
        userId: person.userId,
        sessionId: '',
        verified: true,
        authenticatedAt: app.clock.now()
      } as const)
    : ({ kind: 'job', name: 'test' } as const)
  return makeContext(app.ground, actor as never, origin)
}

function take(app: TestApp, ...facts: Fact[]) {
  const ctx = contextOf(app)
  return ctx.write((tx) => takeFacts(tx, ctx, services, { facts, cause: 'asked_apple' }))
}

function present(app: TestApp, person: Person, facts: readonly Fact[], key: typeof apple = apple) {
  return presentPurchase(contextOf(app, person), services, { key, facts })
}

async function tokensOf(app: TestApp, { userId }: Person) {
  return app.db
    .selectFrom('users')
    .select(['purchase_token as apple', 'google_purchase_token as google'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
}

async function paidUntil(app: TestApp, { userId }: Person): Promise<string | null | undefined> {
  const row = await app.db
    .selectFrom('entitlements')
    .select('paid_until as until')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row && (row.until === null ? null : Temporal.Instant.from(row.until).toString())
}

function at(days: number, hours = 0): string {
  return Temporal.Instant.fromEpochMilliseconds(onDay(days)).add({ hours }).toString()
}

function epochs(app: TestApp) {
  return app.db
    .selectFrom('ownership_epochs')
    .select(['account_id as accountId', 'evidence', 'ended_by as endedBy'])
    .orderBy('valid_from')
    .orderBy('id')
    .execute()
}

test('X04: what a store says is somebody’s is theirs without their doing anything, to the moment it ends', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const { apple: accountToken } = await tokensOf(app, anna)

  await take(app, appleTransaction({ accountToken }))
  assert.equal(await paidUntil(app, anna), at(30))
  await take(app, appleRenewal({}))
  assert.equal(await paidUntil(app, anna), at(30, 2), 'it will renew, and news of that may be late')
  await take(app, appleRenewal({ willRenew: false, clockMs: onDay(1) }))
  assert.equal(await paidUntil(app, anna), at(30))
  await take(app, appleTransaction({ accountToken, revokedAtMs: onDay(2), clockMs: onDay(2) }))
  assert.equal(await paidUntil(app, anna), null)
})

test('the same again changes nothing and leaves one line of history', async (t) => {
  const app = await testApp(t)
  const facts = [appleTransaction(), appleRenewal({})]
  for (let time = 0; time < 3; time++) await take(app, ...facts)
  const { rows } = await app.database.pool.query('select state, cause from purchase_history')
  assert.deepEqual(rows, [{ state: 'ACTIVE', cause: 'asked_apple' }])
})

test('facts that arrive at once from everywhere are all kept, and lead to one state', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const { apple: accountToken } = await tokensOf(app, anna)
  const facts = Array.from({ length: 8 }, (_, month) =>
    appleTransaction({
      transactionId: `${month}`,
      purchasedAtMs: onDay(30 * month),
      isRenewal: month > 0,
      accountToken
    })
  )
  const results = await race(16, (index) => take(app, facts[index % 8] ?? assert.fail()))

  assert.deepEqual(
    results.filter(({ status }) => status === 'rejected'),
    []
  )
  assert.equal(await paidUntil(app, anna), at(240))
  const { rows } = await app.database.pool.query('select count(*)::integer as facts from purchase_facts')
  assert.deepEqual(rows, [{ facts: 8 }])
  assert.equal((await epochs(app)).length, 1)
})

test('X27: of two purchases of one account the longer one counts', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const tokens = await tokensOf(app, anna)
  await take(app, appleTransaction({ accountToken: tokens.apple }))
  await take(app, googlePurchase({ accountToken: tokens.google, expiresAtMs: onDay(60) }))
  assert.equal(await paidUntil(app, anna), at(60))
  await take(app, googlePurchase({ accountToken: tokens.google, state: 'EXPIRED', clockMs: onDay(1) }))
  assert.equal(await paidUntil(app, anna), at(30))
  await take(app, stripeSubscription({ accountToken: tokens.apple, expiresAtMs: onDay(90) }))
  assert.ok(((await paidUntil(app, anna)) ?? '') >= at(90))
})

test('of two purchases of one account that change at once none is forgotten', async (t) => {
  const app = await testApp(t)
  const people = await Promise.all(Array.from({ length: 10 }, (_, index) => app.person(`Person ${index}`)))
  const facts: Fact[] = []
  for (const [index, person] of people.entries()) {
    const tokens = await tokensOf(app, person)
    const ids = { originalTransactionId: `${index}`, transactionId: `${index}`, accountToken: tokens.apple }
    const tokenDigest = digest(`${index}`)
    await take(app, appleTransaction(ids), googlePurchase({ tokenDigest, accountToken: tokens.google }))
    facts.push(
      appleTransaction({ ...ids, revokedAtMs: onDay(1), clockMs: onDay(1) }),
      googlePurchase({ tokenDigest, accountToken: tokens.google, state: 'EXPIRED', clockMs: onDay(1) })
    )
  }
  await race(20, (index) => take(app, facts[index] ?? assert.fail()))
  assert.deepEqual(
    await Promise.all(people.map((person) => paidUntil(app, person))),
    people.map(() => null)
  )
})

test('A24, X33: who buys anew with the same Apple ID has it at once, and whoever had it has not', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const tokens = { anna: await tokensOf(app, anna), berta: await tokensOf(app, berta) }
  await take(app, appleTransaction({ accountToken: tokens.anna.apple }))
  app.clock.set(at(10))
  await take(app, appleTransaction({ transactionId: '2', purchasedAtMs: onDay(10), accountToken: tokens.berta.apple }))

  assert.equal(await paidUntil(app, anna), null)
  assert.equal(await paidUntil(app, berta), at(40))
  assert.deepEqual(await epochs(app), [
    { accountId: anna.userId, evidence: 'account_token', endedBy: 'account_token' },
    { accountId: berta.userId, evidence: 'account_token', endedBy: null }
  ])
})

test('X01, X07, X28: what is somebody’s is nobody else’s, running or not, and the refusal is written down', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const facts = [appleTransaction()]
  assert.equal((await present(app, anna, facts)).isNew, true)
  assert.equal((await present(app, anna, facts)).isNew, false)

  for (const days of [0, 400]) {
    app.clock.set(at(days))
    await assert.rejects(() => present(app, berta, facts), { code: 'purchase_belongs_to_another_account' })
  }
  assert.equal(await paidUntil(app, berta), undefined)
  assert.deepEqual(await epochs(app), [{ accountId: anna.userId, evidence: 'claim', endedBy: null }])
  const { rows } = await app.database.pool.query('select event, outcome, actor_id from audit.events order by id')
  assert.deepEqual(
    rows.map(({ event, actor_id: by }) => `${event} ${by === berta.userId ? 'Berta' : 'Anna'}`),
    ['purchase.claimed Anna', 'purchase.claim_refused Berta', 'purchase.claim_refused Berta']
  )
})

test('X02: what the store says is Anna’s is not Berta’s because she is first', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const { apple: accountToken } = await tokensOf(app, anna)
  const facts = [appleTransaction({ accountToken })]
  await assert.rejects(() => present(app, berta, facts), { code: 'purchase_belongs_to_another_account' })
  assert.equal(await paidUntil(app, anna), at(30))
})

test('what the store says is for somebody we do not know is nobody’s to claim', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const facts = [appleTransaction({ accountToken: '0198f0a0-0000-7000-8000-000000000001' })]
  await assert.rejects(() => present(app, anna, facts), { code: 'purchase_belongs_to_another_account' })
  assert.deepEqual(await epochs(app), [])
})

test('X05, X06: what the store names nobody for waits, and becomes theirs who has it', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await take(app, appleTransaction())
  assert.deepEqual(await epochs(app), [])
  await present(app, anna, [])
  assert.equal(await paidUntil(app, anna), at(30))
})

test('X03: of people who claim one purchase at once one has it, each time', async (t) => {
  const app = await testApp(t)
  const people = await Promise.all(Array.from({ length: 8 }, (_, index) => app.person(`Person ${index}`)))
  for (let round = 0; round < 5; round++) {
    const key = { ...apple, key: `${round}` } as unknown as typeof apple
    const facts = [appleTransaction({ originalTransactionId: `${round}`, transactionId: `${round}` })]
    const results = await race(8, (index) => present(app, people[index] ?? assert.fail(), facts, key))
    const refusals = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.code] : []))
    assert.deepEqual(
      refusals,
      Array.from({ length: 7 }, () => 'purchase_belongs_to_another_account')
    )
  }
  const { rows } = await app.database.pool.query(
    'select count(*)::integer as epochs, count(distinct purchase_id)::integer as purchases from ownership_epochs'
  )
  assert.deepEqual(rows, [{ epochs: 5, purchases: 5 }])
  assert.deepEqual(
    (await app.db.selectFrom('subscription_alerts').select('kind').distinct().execute())
      .map(({ kind }) => kind)
      .filter((kind) => kind !== 'paid_twice'), // whoever was first with two of them pays for two
    ['refused_claims']
  )
})

test('a human hears of an account, a place and an Apple account whose claims are refused again and again, each by itself', async (t) => {
  const app = await testApp(t)
  const owner = await app.person('Owner')
  const facts = [appleTransaction()]
  await present(app, owner, facts)
  const refuse = async (person: Person, { times, ip, appTransactionId }: Refused) => {
    const presented = { key: apple, facts, ...(appTransactionId && { appTransactionId }) }
    for (let time = 0; time < times; time++)
      await assert.rejects(() => presentPurchase(contextOf(app, person, ip), services, presented), AppError)
  }
  const [anna, berta, clara] = [await app.person('Anna'), await app.person('Berta'), await app.person('Clara')]
  for (const ip of ['192.0.2.1', '192.0.2.2']) await refuse(anna, { times: 2, ip })
  app.clock.advance({ hours: 25 })
  for (const ip of ['192.0.2.1', '192.0.2.2']) await refuse(anna, { times: 2, ip })
  assert.deepEqual(await openAbout(app), [], 'not so many in a day')
  await refuse(anna, { times: 1, ip: '192.0.2.3' })
  assert.deepEqual(await openAbout(app), [`account ${anna.userId}`])

  await refuse(berta, { times: 3, ip: '192.0.2.9', appTransactionId: '704' })
  await refuse(clara, { times: 2, ip: '192.0.2.9', appTransactionId: '704' })
  assert.match((await openAbout(app)).join(), /^account [^,]*,address [0-9a-f]{16}$/)

  app.clock.advance({ hours: 24 * 10 })
  await refuse(anna, { times: 1, ip: '192.0.2.8', appTransactionId: '704' })
  assert.match((await openAbout(app)).join(), /^Apple account 704,account [^,]*,address [0-9a-f]{16}$/)
})

type Refused = { readonly times: number; readonly ip: string; readonly appTransactionId?: string }

async function openAbout(app: TestApp): Promise<string[]> {
  const rows = await app.db
    .selectFrom('subscription_alerts')
    .select('about')
    .where('kind', '=', 'refused_claims')
    .execute()
  return rows.map(({ about }) => about).toSorted()
}

test('X08: with an account its purchases are free, and somebody else may buy or claim them', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const { apple: accountToken } = await tokensOf(app, anna)
  await take(app, appleTransaction({ accountToken }))
  await app.db.deleteFrom('users').where('id', '=', anna.userId).execute()

  await take(app, appleRenewal({ clockMs: onDay(1) }))
  assert.deepEqual(await epochs(app), [
    { accountId: anna.userId, evidence: 'account_token', endedBy: 'account_deleted' }
  ])
  await present(app, berta, [])
  assert.equal(await paidUntil(app, berta), at(30, 2))
  assert.deepEqual(
    (await epochs(app)).map(({ evidence, endedBy }) => `${evidence} ${endedBy}`),
    ['account_token account_deleted', 'claim null']
  )
})

for (const order of [
  [2, 1, 0],
  [0, 2, 1]
])
  test(`X09: an upgrade is its predecessor’s owner’s, whoever shows it, and only the newest of a chain entitles (told as ${order.join()})`, async (t) => {
    const app = await testApp(t)
    const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
    const { google: accountToken } = await tokensOf(app, anna)
    const chain = [
      googlePurchase({ accountToken }),
      googlePurchase({ tokenDigest: digest('b'), replacesDigest: digest('a'), expiresAtMs: onDay(40) }),
      googlePurchase({ tokenDigest: digest('c'), replacesDigest: digest('b'), expiresAtMs: onDay(50) })
    ]
    for (const index of order) await take(app, chain[index] ?? assert.fail())
    // and where all is heard at once, with the older one after the newer one in the order of keys
    await take(
      app,
      googlePurchase({ tokenDigest: digest('e'), replacesDigest: digest('f') }),
      googlePurchase({ tokenDigest: digest('f'), accountToken, state: 'CANCELED' })
    )

    const key = { store: 'google', environment: 'production', key: digest('c') } as unknown as typeof apple
    await assert.rejects(() => present(app, berta, [], key), { code: 'purchase_belongs_to_another_account' })
    const purchases = await app.db
      .selectFrom('store_purchases')
      .select(['state', 'account_id as accountId'])
      .orderBy('key')
      .execute()
    assert.deepEqual(
      purchases.map(({ state, accountId }) => `${state} ${accountId === anna.userId}`),
      ['SUPERSEDED true', 'SUPERSEDED true', 'ACTIVE true', 'ACTIVE true', 'SUPERSEDED true']
    )
    assert.equal(await paidUntil(app, anna), at(50))
  })

for (const order of [
  [2, 1, 0],
  [2, 0, 1],
  [1, 2, 0]
])
  test(`X10: what follows on what has expired is its owner’s, also where that is heard of later (told as ${order.join()})`, async (t) => {
    const app = await testApp(t)
    const anna = await app.person('Anna')
    const { google: accountToken } = await tokensOf(app, anna)
    const chain = [
      googlePurchase({ accountToken, state: 'EXPIRED' }),
      googlePurchase({ tokenDigest: digest('b'), replacesDigest: digest('a'), state: 'EXPIRED' }),
      googlePurchase({ tokenDigest: digest('c'), expiredDigest: digest('b'), expiresAtMs: onDay(50) })
    ]
    for (const index of order) await take(app, chain[index] ?? assert.fail())
    const owners = await app.db.selectFrom('store_purchases').select('account_id').orderBy('key').execute()
    assert.deepEqual(
      owners.map(({ account_id: owner }) => owner === anna.userId),
      [true, true, true]
    )
    assert.equal(await paidUntil(app, anna), at(50))
  })

test('X24: what testers buy counts for whom staff has listed, and for nobody else', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  await app.db.insertInto('account_marks').values({ user_id: anna.userId, buys_in_sandbox: true }).execute()
  for (const [index, person] of [anna, berta].entries()) {
    const { apple: accountToken } = await tokensOf(app, person)
    const ids = { originalTransactionId: `${index}`, transactionId: `${index}` }
    await take(app, appleTransaction({ ...ids, accountToken, environment: 'sandbox' }))
  }
  assert.equal(await paidUntil(app, anna), at(30))
  assert.equal(await paidUntil(app, berta), null)
})

test('X25: a product that is not known grants nothing and is told of, until it is named', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const { apple: accountToken } = await tokensOf(app, anna)
  await take(app, appleTransaction({ accountToken, productId: 'new.product' }))
  assert.equal(await paidUntil(app, anna), null)
  const alerts = await app.db.selectFrom('subscription_alerts').select(['kind', 'about']).execute()
  assert.deepEqual(alerts, [{ kind: 'unmapped_product', about: 'apple new.product' }])
  const ctx = contextOf(app)
  const { apple: shop } = testSubscriptions
  const products = { 'new.product': 'pro' } as const
  const named = { subscriptions: { ...testSubscriptions, apple: shop && { ...shop, products } } }
  await projectUnmapped(ctx, named)
  assert.equal(await paidUntil(app, anna), at(30))
})

test('what the clock alone changes is written down when it comes', async (t) => {
  const app = await testApp(t)
  await take(app, appleTransaction(), appleRenewal({ willRenew: false }))
  app.clock.set(at(30))
  await projectDue(contextOf(app), services)
  const { rows } = await app.database.pool.query('select state, cause from purchase_history order by id')
  assert.deepEqual(rows, [
    { state: 'CANCELED', cause: 'asked_apple' },
    { state: 'EXPIRED', cause: 'clock' }
  ])
})

test('what is over says when it ended, whoever of clock and store ends it, and the clock has nothing more to do', async (t) => {
  const app = await testApp(t)
  const kept = () => app.db.selectFrom('store_purchases').select(['state', 'until', 'check_at']).execute()
  await take(app, appleTransaction(), appleRenewal({ willRenew: false }))
  assert.deepEqual(await kept(), [{ state: 'CANCELED', until: at(30), check_at: at(30) }])
  app.clock.set(at(31))
  await projectDue(contextOf(app), services)
  assert.deepEqual(await kept(), [{ state: 'EXPIRED', until: at(30), check_at: null }])
  await take(app, appleTransaction({ revokedAtMs: onDay(20), clockMs: onDay(31) }))
  assert.deepEqual(await kept(), [{ state: 'REVOKED', until: at(20), check_at: null }])
})

test('the database holds two owners at one moment for impossible', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  await present(app, anna, [appleTransaction()])
  const {
    rows: [epoch]
  } = await app.database.pool.query('select purchase_id, purchase_number from ownership_epochs')
  const insert = (from: string, to: string | null) =>
    app.database.pool.query(
      `insert into ownership_epochs (id, purchase_id, purchase_number, account_id, valid_from, valid_to, evidence, ended_by)
       values (gen_random_uuid(), $1, $2, $3, $4, $5, 'staff', case when $5::timestamptz is null then null else 'staff' end)`,
      [epoch.purchase_id, epoch.purchase_number, berta.userId, from, to]
    )
  await assert.rejects(() => insert(at(1), null), /ownership_epochs_open|one_owner_at_a_time/)
  await assert.rejects(() => insert(at(1), at(2)), /one_owner_at_a_time/)
  await insert(at(-2), at(0))
})

test('news a day old that change something, and a state on trust, make us ask the store, once for each change', async (t) => {
  const app = await testApp(t)
  const asked = async () => {
    const { rows } = await app.database.pool.query(
      "select count(*)::integer as asked from outbox where name = 'subscriptions.refetch'"
    )
    return rows[0]?.asked
  }
  await take(app, appleTransaction(), appleRenewal({}))
  assert.equal(await asked(), 0)
  app.clock.set(at(30, 1))
  await take(app, appleTransaction())
  assert.equal(await asked(), 1, 'it should have been renewed by now')
  await take(app, appleTransaction())
  assert.equal(await asked(), 1, 'and has nothing new to say')
  await take(app, appleTransaction({ transactionId: '2', purchasedAtMs: onDay(28), isRenewal: true }))
  assert.equal(await asked(), 2)
})
