import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { listMyEvents } from '#contract/events.ts'
import * as api from '#contract/plans.ts'
import { createResidence } from '#contract/residences.ts'
import { createTask } from '#contract/tasks.ts'
import { eraseAccount } from '#server/features/accounts/access.ts'
import { keyringOf } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import { replicaOf, testApp, type Person } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeDocument } from '#test/make-document.ts'
import { makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'
import { appWithPlans, entitle, forEver, freeLimits, withPlans } from './testing-plans.ts'

const app = await appWithPlans({ after: (run) => after(run) })
const home = { name: 'Another home', timeZone: 'Europe/Berlin' }

test('of many who press at once one trial begins, and it lasts fourteen days to the millisecond', async () => {
  const anna = await app.person('Anna')
  const start = app.clock.now()

  const results = await race(8, () => anna.send(api.startTrial))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  assert.deepEqual(
    [statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 409).length],
    [1, 7]
  )
  const until = start.add({ hours: 14 * 24 }).toString()
  const { plan, source, trial } = await anna.call(api.getSubscription)
  assert.deepEqual({ plan, source, trial }, { plan: 'pro', source: 'trial', trial: { state: 'running', until } })
  app.clock.set(Temporal.Instant.from(until).subtract({ milliseconds: 1 }).toString())
  for (let index = 0; index < 2; index++) await anna.call(createResidence, { body: home })
  app.clock.advance({ milliseconds: 1 })
  assert.equal((await anna.problem(createResidence, { body: home })).code, 'plan_limit_reached')
  const over = await anna.call(api.getSubscription)
  assert.deepEqual([over.plan, over.source, over.trial], ['free', null, { state: 'used', until }])
  assert.equal((await anna.problem(api.startTrial)).code, 'trial_used')
  const { items } = await anna.call(listMyEvents, { query: {} })
  assert.equal(items.filter(({ event }) => event === 'trial.started').length, 1)
})

test('what the plans have room for is told side by side, so that one can see what the larger one gives', async () => {
  const { limits } = await (await app.person('Ines')).call(api.getSubscription)
  assert.deepEqual(
    limits,
    api.limited.map((of) => ({ of, free: freeLimits[of], pro: null }))
  )
})

test('who comes back with the same address gets no second trial, also under another key of the installation', async (t) => {
  const [before, later] = ['first', 'second'].map((name) => `${name} key of the ring, long enough for the rule`)
  const keys = [
    { kid: 'k2', k: later },
    { kid: 'k1', k: before }
  ]
  const ring = (active: string) => keyringOf(new Secret(JSON.stringify({ active, keys })))
  const first = await testApp(t, { ...withPlans, keyring: ring('k1') })
  const anna = await first.person('Anna')
  await anna.call(api.startTrial)
  const { email } = await first.db.selectFrom('users').select('email').executeTakeFirstOrThrow()
  await first.db.transaction().execute((tx) => eraseAccount(tx, anna.userId))
  assert.deepEqual(await first.db.selectFrom('trials').select('user_id').execute(), [{ user_id: null }])
  assert.equal((await first.db.selectFrom('entitlements').selectAll().execute()).length, 0)

  const { token } = await first.person('Anna again')
  await first.db.updateTable('users').set({ email }).execute()
  const second = await replicaOf(first, t, { ...withPlans, keyring: ring('k2') })

  assert.equal((await second.caller(token).problem(api.startTrial)).code, 'trial_used')
})

test('another address makes no second trial of the same account', async () => {
  const anna = await app.person('Anna')
  await anna.call(api.startTrial)
  await app.db
    .updateTable('users')
    .set({ email: `else-${anna.userId}@example.org` })
    .where('id', '=', anna.userId)
    .execute()
  assert.equal((await anna.problem(api.startTrial)).code, 'trial_used')
})

test('who has the plan already does not waste the trial', async () => {
  const anna = await app.person('Anna')
  await entitle(app, anna, { paidUntil: forEver })
  assert.equal((await anna.problem(api.startTrial)).code, 'trial_not_needed')
  await entitle(app, anna, { isFree: true })
  assert.equal((await anna.problem(api.startTrial)).code, 'trial_not_needed')
  await entitle(app, anna, {})
  await anna.call(api.startTrial)
})

test('a purchase leaves a trial as it is, and its end too', async () => {
  const anna = await app.person('Anna')
  const { trial } = await anna.call(api.startTrial)

  await entitle(app, anna, { paidUntil: forEver })
  assert.deepEqual(shown(await anna.call(api.getSubscription)), ['pro', 'store', forEver])
  await entitle(app, anna, {})
  assert.deepEqual(shown(await anna.call(api.getSubscription)), ['pro', 'trial', trial.until])
})

function shown({ plan, source, until }: api.Subscription) {
  return [plan, source, until]
}

test('one sees what is used of what, home by home, and nothing of homes that others own', async () => {
  const { owner, member, residence } = await makeHousehold(app)
  await makeTask(owner, residence.id)
  await makeDocument(owner, residence.id)

  const subscription = await owner.call(api.getSubscription)

  assert.deepEqual(subscription.homes, { of: 'residences', used: 1, limit: 1 })
  assert.deepEqual(subscription.usage, [
    {
      residenceId: residence.id,
      name: residence.name,
      plan: 'free',
      of: [
        { of: 'tasks', used: 1, limit: 5 },
        { of: 'contractors', used: 0, limit: 3 },
        { of: 'documents', used: 1, limit: 2 }
      ]
    }
  ])
  const { purchase_token: token } = await app.db
    .selectFrom('users')
    .select('purchase_token')
    .where('id', '=', owner.userId)
    .executeTakeFirstOrThrow()
  assert.equal(subscription.accountTokens.apple, token)
  assert.match(subscription.accountTokens.google, /^[0-9a-f]{64}$/)
  assert.deepEqual(subscription.links, { apple: 'https://apps.apple.com/app/id1234567890', google: null })
  assert.equal(subscription.isSoldOnWeb, false)
  assert.deepEqual((await member.call(api.getSubscription)).usage, [])
})

test('one sees one’s purchases as they are now, a tester’s only when it counts', async () => {
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const buy = (person: Person, key: string, more: object) =>
    app.db
      .insertInto('store_purchases')
      .values({
        id: crypto.randomUUID(),
        store: 'apple',
        environment: 'production',
        key: `${person.userId} ${key}`,
        account_id: person.userId,
        state: 'ACTIVE',
        product_id: 'monthly',
        auto_renews: true,
        first_seen_at: '2026-03-01T00:00:00Z',
        projected_at: '2026-03-01T00:00:00Z',
        ...more
      })
      .execute()
  await buy(anna, 'now', { until: forEver, entitled_until: forEver, pending_product_id: 'yearly' })
  await buy(anna, 'over', { until: '2026-03-02T00:00:00Z', entitled_until: '2026-03-02T00:00:00Z', store: 'google' })
  await buy(anna, 'tester', { entitled_until: forEver, environment: 'sandbox' })
  await buy(berta, 'hers', { entitled_until: forEver })

  const { purchases } = await anna.call(api.getSubscription)

  assert.deepEqual(
    new Map(
      purchases.map(({ store, state, isEntitled, pendingProduct }) => [store, [state, isEntitled, pendingProduct]])
    ),
    new Map([
      ['apple', ['active', true, 'yearly']],
      ['google', ['expired', false, null]]
    ])
  )
  await app.db.insertInto('account_marks').values({ user_id: anna.userId, buys_in_sandbox: true }).execute()
  const { purchases: all } = await anna.call(api.getSubscription)
  assert.equal(all.filter(({ isSandbox }) => isSandbox).length, 1)
  assert.equal(all.length, 3)
})

test('without plans nothing is limited, nobody is asked for a plan, and the tables of plans are not even read', async (t) => {
  const plain = await testApp(t)
  const owner = await plain.person('Olga')
  const locked = await plain.database.pool.connect()
  try {
    await locked.query('begin; lock table entitlements, trials, store_purchases in access exclusive mode')
    const residence = await makeResidence(owner)
    await makeResidence(owner)
    for (let index = 0; index < 3; index++) await makeTask(owner, residence.id)
    const task = {
      params: { residenceId: residence.id },
      body: { title: 'One more', schedule: { kind: 'once' } }
    } as const
    await owner.call(createTask, task)
    for (const route of [api.getSubscription, api.startTrial])
      assert.equal((await owner.problem(route)).code, 'plans_not_offered')
  } finally {
    await locked.query('rollback')
    locked.release()
  }
})
