import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#server/platform/ids.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { exported } from './testing-export.ts'

test('the archive holds one’s plan and what one bought; of a purchase that is somebody else’s now only when it was one’s own', async (t) => {
  const app = await testApp(t)
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const paid = { user_id: anna.userId, paid_until: '2027-01-01T00:00:00Z' }
  await app.db.insertInto('entitlements').values(paid).execute()
  await makePurchase(app, { key: 'hers', accountId: anna.userId })
  await makePurchase(app, { key: 'was-hers', accountId: berta.userId, formerId: anna.userId })

  const files = await exported(app, anna)

  const listed = (name: string): Record<string, unknown>[] => JSON.parse(files.get(`account/${name}.json`) ?? '')
  assert.match(files.get('account/plan.json') ?? '', /"paidUntil": "2027-01-01T00:00:00Z"/)
  assert.deepEqual(
    listed('purchases').map(({ product, mineUntil, endedBy }) => [product, mineUntil, endedBy]),
    [
      ['hers', null, null],
      [null, '2026-03-02T00:00:00Z', 'account_token']
    ]
  )
  assert.match(files.get('account/purchases.csv') ?? '', /apple,production,hers,ACTIVE,/)
  assert.deepEqual(
    listed('stores').map(({ content }) => content),
    [{ order: 'of hers' }]
  )
  assert.deepEqual(
    listed('plan-history').map(({ product }) => product),
    ['hers', 'was-hers']
  )
  const ofBerta = await exported(app, berta)
  assert.ok(!ofBerta.has('account/stores.json'), 'of what was somebody else’s too the store’s words are nobody’s copy')
  assert.match(ofBerta.get('account/plan-history.csv') ?? '', /was-hers/)
  assert.equal((await exported(app, await app.person('Cem'))).has('account/plan.json'), false)
})

// ASVS 14.2.6
test('the archive holds what staff have said of the account and what Stripe calls it, and names nobody else', async (t) => {
  const app = await testApp(t)
  const [anna, berta, staff] = [await app.person('Anna'), await app.person('Berta'), await app.person('Stefan')]
  const id = await makePurchase(app, { key: 'moved', accountId: berta.userId, formerId: anna.userId })
  await makeStaffWords(app, { purchaseId: id, of: anna.userId, to: berta.userId, by: staff.userId })
  const customer = { user_id: anna.userId, customer_id: 'cus_ofAnna', created_at: app.clock.now().toString() }
  await app.db.insertInto('stripe_customers').values(customer).execute()
  const news = { kind: 'lapse', occasion: `${id} 1`, purchase_id: id, noted_at: app.clock.now().toString() }
  await app.db
    .insertInto('plan_news')
    .values([
      { ...news, user_id: anna.userId, said: 'ended', sent_at: app.clock.now().toString() },
      { ...news, user_id: berta.userId }
    ])
    .execute()

  const files = await exported(app, anna)

  const listed = (name: string): Record<string, unknown>[] => JSON.parse(files.get(`account/${name}.json`) ?? '')
  const { isFree, buysInSandbox, stripeCustomer } = JSON.parse(files.get('account/plan.json') ?? '')
  assert.deepEqual([isFree, buysInSandbox, stripeCustomer], [false, true, 'cus_ofAnna'])
  assert.deepEqual(
    listed('marks').map(({ mark, isSet, reason }) => [mark, isSet, reason]),
    [['sandbox', true, 'She tests the app']]
  )
  assert.deepEqual(
    listed('transfers').map(({ store, direction, outcome }) => [store, direction, outcome]),
    [['apple', 'from you', 'done']]
  )
  assert.deepEqual(
    listed('refused').map(({ appTransactionId }) => appTransactionId),
    ['app-transaction']
  )
  assert.deepEqual(
    listed('plan-news').map(({ kind, store, said }) => [kind, store, said]),
    [['lapse', 'apple', 'ended']]
  )
  for (const words of [files, await exported(app, berta)].map((each) => [...each.values()].join('\n')))
    for (const other of ['Stefan', staff.userId, 'Berta’s words']) assert.ok(!words.includes(other), other)
  assert.doesNotMatch([...files.values()].join('\n'), new RegExp(`Berta|${berta.userId}`))
})

type NewPurchase = { readonly key: string; readonly accountId: string; readonly formerId?: string }

/** With what the store said of it, what it was, and its epochs: `formerId`’s first, if there was one. */
async function makePurchase(app: TestApp, { key, accountId, formerId }: NewPurchase): Promise<string> {
  const [start, handed] = ['2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z']
  const named = { store: 'apple', environment: 'production', key }
  const { id, number } = await app.db
    .insertInto('store_purchases')
    .values({
      ...named,
      id: newId(),
      account_id: accountId,
      state: 'ACTIVE',
      product_id: key,
      first_seen_at: start,
      projected_at: start
    })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  const epoch = { purchase_id: id, purchase_number: number, evidence: 'account_token' }
  const owned = [
    ...(formerId === undefined
      ? []
      : [{ account_id: formerId, valid_from: start, valid_to: handed, ended_by: 'account_token' }]),
    { account_id: accountId, valid_from: formerId === undefined ? start : handed }
  ]
  for (const each of owned) {
    await app.db
      .insertInto('ownership_epochs')
      .values({ ...epoch, ...each, id: newId() })
      .execute()
    await app.db
      .insertInto('purchase_history')
      .values({
        purchase_id: id,
        at: each.valid_from,
        state: 'ACTIVE',
        product_id: key,
        account_id: each.account_id,
        cause: 'test'
      })
      .execute()
  }
  const fact = { ...named, kind: 'apple_transaction', clock_ms: 1, content: JSON.stringify({ order: `of ${key}` }) }
  await app.db
    .insertInto('purchase_facts')
    .values({ ...fact, purchase_id: id, heard_at: start })
    .execute()
  return id
}

type StaffWords = Record<'purchaseId' | 'of' | 'to' | 'by', string>

async function makeStaffWords(app: TestApp, { purchaseId, of, to, by }: StaffWords): Promise<void> {
  const at = app.clock.now().toString()
  await app.db.insertInto('account_marks').values({ user_id: of, buys_in_sandbox: true }).execute()
  const change = { at, mark: 'sandbox', is_set: true, reason: 'She tests the app', changed_by: by }
  await app.db
    .insertInto('account_mark_changes')
    .values({ ...change, id: newId(), account_id: of })
    .execute()
  const decision = { proposed_by: by, proposed_at: at, expires_at: at, decided_by: by, decided_at: at, outcome: 'done' }
  await app.db
    .insertInto('purchase_transfers')
    .values({
      ...decision,
      id: newId(),
      purchase_id: purchaseId,
      from_account_id: of,
      to_account_id: to,
      reason: 'Berta’s words'
    })
    .execute()
  const refused = { id: newId(), at, user_id: of, purchase_id: purchaseId, app_transaction_id: 'app-transaction' }
  await app.db.insertInto('refused_claims').values(refused).execute()
}
