import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getMe } from '#contract/accounts.ts'
import { restorePurchases } from '#contract/purchases.ts'
import { approveTransfer, proposeTransfer } from '#contract/staff.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { transact } from '#server/platform/transaction.ts'
import type { Person } from '#test/harness.ts'
import { makeStaff } from '#test/make-staff.ts'
import { claimPurchase } from '../ownership/claim-purchase.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { digest, googlePurchase, onDay, testSubscriptions } from '../testing/facts.ts'
import {
  accountTokenOf,
  endOf,
  googleApp,
  paidUntil,
  purchaseOf,
  refusedShow,
  show,
  type GoogleApp
} from './testing-google.ts'

type How = 'upgrade' | 'resubscribe'

/** Three purchases, each following on the one before; the app has set no account at any of them, and nobody has shown one. */
async function nobodys(app: GoogleApp, [second, third]: readonly [How, How]): Promise<string[]> {
  const { google } = app
  const follow = async (how: How, token: string) => {
    if (how === 'resubscribe') google.store.expire(token)
    const next = how === 'upgrade' ? google.store.upgrade(token, 'pro_yearly') : google.store.resubscribe(token)
    await app.deliver()
    return next
  }
  const oldest = google.store.buy()
  await app.deliver()
  const middle = await follow(second, oldest)
  const chain = [oldest, middle, await follow(third, middle)]
  assert.deepEqual(await ownersOf(app, chain), [null, null, null])
  assert.equal(google.acknowledged.size, 0)
  return chain
}

async function ownersOf(app: GoogleApp, tokens: readonly string[]): Promise<unknown[]> {
  const owners: unknown[] = []
  for (const token of tokens) owners.push((await purchaseOf(app, token))?.accountId)
  return owners
}

/** What somebody has of a chain stays, and the newest of it is told to Google at once: no money goes back. */
async function assertKept(app: GoogleApp, anna: Person, chain: readonly string[]): Promise<void> {
  const { store, acknowledged } = app.google
  const newest = chain.at(-1) ?? assert.fail()
  await app.runJobs()
  assert.ok(acknowledged.has(newest))
  await app.runJob('subscriptions.google-due')
  app.clock.advance({ hours: 72 })
  store.refundUnacknowledged()
  await app.deliver()
  for (const { token } of store.voids) assert.equal((await purchaseOf(app, token))?.accountId, null)
  assert.equal((await purchaseOf(app, newest))?.accountId, anna.userId)
  assert.equal(await paidUntil(app, anna), endOf(app, newest))
}

for (const how of [
  ['upgrade', 'upgrade'],
  ['resubscribe', 'resubscribe'],
  ['upgrade', 'resubscribe'],
  ['resubscribe', 'upgrade']
] as const) {
  test(`what follows on a purchase is its owner’s as soon as somebody shows that one (${how.join()})`, async (t) => {
    const app = await googleApp(t)
    const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
    const [oldest = assert.fail(), ...following] = await nobodys(app, how)
    await show(anna, oldest)
    assert.deepEqual(await ownersOf(app, following), [anna.userId, anna.userId])
    await assertKept(app, anna, following)
    for (const token of following) assert.equal(await refusedShow(bert, token), 'purchase_belongs_to_another_account')
  })

  test(`what follows on a purchase goes where staff gives that one, if it was nobody’s (${how.join()})`, async (t) => {
    const app = await googleApp(t)
    const anna = await app.person('Anna')
    const [stella, sandra] = [await makeStaff(app, 'Stella'), await makeStaff(app, 'Sandra')]
    const chain = await nobodys(app, how)
    const { email } = await anna.call(getMe)
    const { id: purchaseId } = (await purchaseOf(app, chain[0] ?? '')) ?? assert.fail()
    const body = { email, reason: 'has shown us the receipt' }
    const { id: transferId } = await stella.call(proposeTransfer, { params: { purchaseId }, body })
    await sandra.call(approveTransfer, { params: { transferId } })
    assert.deepEqual(await ownersOf(app, chain), [anna.userId, anna.userId, anna.userId])
    await assertKept(app, anna, chain)
  })
}

for (const order of [[0], [0, 1], [1, 0], [1], [2, 0], [0, 2, 1], [2, 1, 0]])
  test(`whatever of a chain is restored, and in whichever order, the newest is theirs (${order.join()})`, async (t) => {
    const app = await googleApp(t)
    const anna = await app.person('Anna')
    const chain = await nobodys(app, ['upgrade', 'resubscribe'])
    const { items } = await anna.call(restorePurchases, {
      body: { google: order.map((index) => chain[index] ?? assert.fail()) }
    })
    assert.deepEqual(
      items.map(({ refusal }) => refusal),
      order.map(() => null)
    )
    await assertKept(app, anna, chain)
  })

test('what somebody has already of a chain stays theirs when somebody else gets an older one', async (t) => {
  const app = await googleApp(t)
  const [anna, bert] = [await app.person('Anna'), await app.person('Bert')]
  const [oldest = assert.fail(), middle = assert.fail(), newest = assert.fail()] = await nobodys(app, [
    'upgrade',
    'upgrade'
  ])
  await show(bert, middle)
  await show(anna, oldest)
  assert.deepEqual(await ownersOf(app, [oldest, middle, newest]), [anna.userId, bert.userId, bert.userId])
})

for (const link of ['replacesDigest', 'expiredDigest'] as const)
  test(`what follows is settled also where it is read while the one before is being claimed (${link})`, async (t) => {
    const app = await googleApp(t)
    const anna = await app.person('Anna')
    const services = { subscriptions: testSubscriptions }
    const origin = { requestId: '', ip: undefined, userAgent: '' }
    const actor = {
      kind: 'user',
      userId: anna.userId,
      sessionId: '',
      verified: true,
      authenticatedAt: app.clock.now()
    } as const
    const ctx = makeContext(app.ground, actor, origin)
    const take = (fact: ReturnType<typeof googlePurchase>) => (tx: Parameters<typeof takeFacts>[0]) =>
      asSystem(tx, () => takeFacts(tx, ctx, services, { facts: [fact], cause: 'asked_google' }))
    await transact(ctx.db, take(googlePurchase({ state: 'EXPIRED' })))

    const claiming = await transact(ctx.db, async (tx) => {
      await take(googlePurchase({ tokenDigest: digest('0'), [link]: digest('a'), expiresAtMs: onDay(50) }))(tx)
      const claimed = transact(ctx.db, (other) =>
        asSystem(other, () =>
          claimPurchase(other, ctx, services, { store: 'google', environment: 'production', key: digest('a') })
        )
      )
      await isHeldUp(app, claimed)
      return { claimed }
    })
    await claiming.claimed
    const owners = await app.db.selectFrom('store_purchases').select('account_id as owner').execute()
    assert.deepEqual(
      owners.map(({ owner }) => owner),
      [anna.userId, anna.userId]
    )
  })

for (const link of ['replacesDigest', 'expiredDigest'] as const)
  test(`what follows is settled also where the one before is taken in at the same time (${link})`, async (t) => {
    const app = await googleApp(t)
    const anna = await app.person('Anna')
    const accountToken = await accountTokenOf(app, anna)
    const takeIn = (tx: Parameters<typeof takeFacts>[0], fact: ReturnType<typeof googlePurchase>) =>
      asSystem(tx, () =>
        takeFacts(tx, app.clock, { subscriptions: testSubscriptions }, { facts: [fact], cause: 'asked_google' })
      )
    const { db } = app.ground
    const { former } = await transact(db, async (tx) => {
      await takeIn(tx, googlePurchase({ tokenDigest: digest('0'), [link]: digest('a'), expiresAtMs: onDay(50) }))
      const before = transact(db, (other) => takeIn(other, googlePurchase({ accountToken, state: 'EXPIRED' })))
      await isHeldUp(app, before)
      return { former: before }
    })
    await former
    const owners = await app.db.selectFrom('store_purchases').select('account_id as owner').execute()
    assert.deepEqual(
      owners.map(({ owner }) => owner),
      [anna.userId, anna.userId]
    )
  })

/** Until the work waits for a row that somebody else holds, or is through without. */
async function isHeldUp(app: GoogleApp, work: Promise<unknown>): Promise<void> {
  const state = { isDone: false }
  void Promise.allSettled([work]).then(() => (state.isDone = true))
  const waiting = sql`
    select from pg_locks join pg_stat_activity using (pid) where datname = current_database() and not granted`
  while (!state.isDone) if ((await waiting.execute(app.db)).rows.length > 0) return
}
