import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test, type TestContext } from 'node:test'
import { getMe } from '#contract/accounts.ts'
import { listMyEvents } from '#contract/events.ts'
import * as api from '#contract/staff.ts'
import { newId } from '#server/platform/ids.ts'
import { makeContext } from '#server/platform/make-context.ts'
import { testApp, type Person, type TestApp } from '#test/harness.ts'
import { makeAlert, makePurchase, makeStaff } from '#test/make-staff.ts'
import { race } from '#test/race.ts'
import type { Fact } from '../facts.ts'
import { recordEvent, recordOutcome } from '../intake/event-log.ts'
import { takeFacts } from '../intake/take-facts.ts'
import { appleTransaction, googlePurchase, onDay, testSubscriptions } from '../testing/facts.ts'

const subscriptions = testSubscriptions

function jobOf(app: TestApp) {
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  return makeContext(app.ground, { kind: 'job', name: 'test' } as const, origin)
}

/** Takes in what a store says, and gives back the first purchase that it is about. */
async function take(app: TestApp, ...facts: Fact[]): Promise<string> {
  const ctx = jobOf(app)
  const [taken] = await ctx.write((tx) => takeFacts(tx, ctx, { subscriptions }, { facts, cause: 'asked_apple' }))
  return taken?.purchase.id ?? assert.fail()
}

async function profileOf(app: TestApp, { userId }: Pick<Person, 'userId'>) {
  return app.db
    .selectFrom('users')
    .leftJoin('entitlements', 'entitlements.user_id', 'users.id')
    .select([
      'email',
      'purchase_token as appleToken',
      'google_purchase_token as googleToken',
      'paid_until as paidUntil'
    ])
    .where('users.id', '=', userId)
    .executeTakeFirstOrThrow()
}

/** Anna's purchase, somebody else who shall have it, and two of the staff. */
async function bought(t: TestContext) {
  const app = await testApp(t, { subscriptions })
  const [anna, berta] = [await app.person('Anna'), await app.person('Berta')]
  const [stella, sandra] = [await makeStaff(app, 'Stella'), await makeStaff(app, 'Sandra')]
  const { appleToken } = await profileOf(app, anna)
  const purchaseId = await take(app, appleTransaction({ accountToken: appleToken, webOrderLineItemId: '7001' }))
  const { email } = await profileOf(app, berta)
  return { app, anna, berta, stella, sandra, purchaseId, email }
}

const reason = 'Bought while signed in as somebody else'

/** The lowest first. */
function statusesOf(results: readonly PromiseSettledResult<{ statusCode: number }>[]): number[] {
  return results
    .map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 0))
    .toSorted((left, right) => left - right)
}

async function lookedUp(app: TestApp, { userId }: Person) {
  const rows = await app.db
    .selectFrom('audit_events')
    .select(['event', 'actor_id as by'])
    .where('person_id', '=', userId)
    .orderBy('id')
    .execute()
  return rows.map(({ event, by }) => ({ event, by }))
}

test('a purchase is found by whatever the store calls it, and by whose it is; addresses are masked unless asked for', async (t) => {
  const { app, anna, stella, purchaseId } = await bought(t)
  const token = 'a token of Google'
  const digest = createHash('sha256').update(token).digest('hex')
  const google = await take(app, googlePurchase({ tokenDigest: digest, orderId: 'GPA.3345' }))
  const profile = await profileOf(app, anna)
  const asked: [by: 'order' | 'email' | 'account', value: string, found: string[]][] = [
    ['order', '7001', [purchaseId]],
    ['order', ' 2000000001 ', [purchaseId]],
    ['order', 'GPA.3345', [google]],
    ['order', token, [google]],
    ['order', digest, [google]],
    ['order', 'GPA.0', []],
    ['email', profile.email.toUpperCase(), [purchaseId]],
    ['email', 'nobody@example.org', []],
    ['account', anna.userId, [purchaseId]],
    ['account', 'no id', []]
  ]
  for (const [by, value, expected] of asked) {
    const { account, purchases } = await stella.call(api.findPurchases, { body: { by, value } })
    assert.deepEqual(
      purchases.map(({ id }) => id),
      expected,
      `${by} ${value}`
    )
    const shown = expected.includes(purchaseId) ? by !== 'order' : false
    assert.equal(account?.id, shown ? anna.userId : undefined)
    if (shown) assert.equal(account?.email === profile.email, by === 'email', 'whole only for who knows it')
    for (const { account: owner } of purchases)
      if (owner) assert.deepEqual(owner, { id: anna.userId, email: 'a•••@e•••.org' })
  }
})

// ASVS 16.2.1
test('whoever is looked up finds that among their events, not who of the staff it was; what finds nobody is written down too', async (t) => {
  const { app, anna, stella, purchaseId } = await bought(t)
  await stella.call(api.getPurchase, { params: { purchaseId } })
  await stella.call(api.findPurchases, { body: { by: 'order', value: 'nothing' } })
  await stella.call(api.listUnattributed, { query: {} })
  assert.deepEqual(await lookedUp(app, anna), [{ event: 'staff.looked_up', by: stella.userId }])
  const { items } = await anna.call(listMyEvents, { query: {} })
  const event = items.find((item) => item.event === 'staff.looked_up')
  assert.deepEqual([event?.by, event?.byName], ['service', null])
  const rows = await app.db
    .selectFrom('audit_events')
    .select('event')
    .where('actor_id', '=', stella.userId)
    .orderBy('id')
    .execute()
  assert.deepEqual(
    rows.map((row) => row.event),
    ['staff.looked_up', 'staff.looked_for', 'staff.looked_for']
  )
  const gone = await stella.problem(api.getPurchase, { params: { purchaseId: anna.userId } })
  assert.equal(gone.code, 'purchase_not_found')
})

test('where the audit log cannot be written nothing is shown', async (t) => {
  const { app, stella, purchaseId } = await bought(t)
  await app.database.pool.query('revoke execute on function audit.append from honeydue_system')
  const { code } = await stella.problem(api.getPurchase, { params: { purchaseId } })
  assert.equal(code, 'audit_unavailable')
  app.log.expectErrors()
})

test('one purchase shows what the store said, whose it was, what it was, what was sent, and nothing that opens anything', async (t) => {
  const { app, anna, stella, purchaseId } = await bought(t)
  const ctx = jobOf(app)
  await ctx.write(async (tx) => {
    const { id } = await recordEvent(tx, ctx, {
      provider: 'app_store',
      environment: 'production',
      eventId: 'n-1',
      type: 'SUBSCRIBED',
      subtype: 'INITIAL_BUY',
      purchaseKey: '2000000001',
      raw: 'a signed payload'
    })
    await recordOutcome(tx, id, 'received')
    await recordOutcome(tx, id, 'processed')
  })
  const at = app.clock.now().toString()
  await app.db
    .insertInto('google_acknowledgements')
    .values({ purchase_id: purchaseId, bought_at: at, due_at: at, next_at: at })
    .execute()

  const response = await stella.send(api.getPurchase, { params: { purchaseId } })

  const { appleToken, email } = await profileOf(app, anna)
  for (const secret of [appleToken, email, 'a signed payload']) assert.ok(!response.body.includes(secret))
  const shown = response.json<api.StaffPurchase>()
  assert.equal(shown.state, 'ACTIVE')
  assert.deepEqual(shown.account, { id: anna.userId, email: 'a•••@e•••.org' })
  const fields = Object.fromEntries(shown.facts[0]?.fields.map(({ name, value }) => [name, value]) ?? [])
  assert.equal(fields['webOrderLineItemId'], '7001')
  assert.equal(fields['accountToken'], '•••')
  assert.match(fields['purchasedAtMs'] ?? '', /^2026-03-10T12:00:00/)
  assert.deepEqual(
    shown.epochs.map(({ account, evidence, to }) => [account.id, evidence, to]),
    [[anna.userId, 'account_token', null]]
  )
  assert.deepEqual(
    shown.history.map(({ state, cause }) => [state, cause]),
    [['ACTIVE', 'asked_apple']]
  )
  assert.deepEqual(
    shown.events.map(({ type, subtype, outcomes }) => [type, subtype, ...outcomes.map(({ outcome }) => outcome)]),
    [['SUBSCRIBED', 'INITIAL_BUY', 'received', 'processed']]
  )
  assert.equal(shown.acknowledgement?.acknowledgedAt, null)
  assert.deepEqual([shown.alerts, shown.transfers], [[], []])
})

test('lists are paged: what is nobody’s, what needs a human, what waits for approval', async (t) => {
  const { app, stella, email } = await bought(t)
  const waiting: string[] = []
  for (let index = 0; index < 3; index++) {
    app.clock.advance({ minutes: 1 })
    waiting.push(await makePurchase(app))
    await makeAlert(app)
    await stella.call(api.proposeTransfer, { params: { purchaseId: waiting.at(-1) ?? '' }, body: { email, reason } })
  }
  for (const list of [api.listUnattributed, api.listAlerts, api.listTransfers]) {
    const first = await stella.call(list, { query: { limit: 2 } })
    assert.equal(first.items.length, 2)
    const rest = await stella.call(list, { query: { limit: 2, cursor: first.nextCursor ?? '' } })
    assert.deepEqual([rest.items.length, rest.nextCursor], [1, null])
    assert.equal(new Set([...first.items, ...rest.items].map(({ id }) => id)).size, 3)
    const other = list === api.listAlerts ? api.listUnattributed : api.listAlerts
    const wrong = await stella.problem(other, { query: { cursor: first.nextCursor ?? '' } })
    assert.equal(wrong.code, 'invalid_cursor')
  }
  const { items } = await stella.call(api.listUnattributed, { query: {} })
  assert.deepEqual(
    items.map(({ id }) => id),
    waiting
  )
})

test('of nobody’s purchases staff is shown those in force, and neither what has ended nor one of which only a follower is known', async (t) => {
  const { app, stella } = await bought(t)
  const former = createHash('sha256').update('gone at Google').digest('hex')
  const following = await take(app, googlePurchase({ expiredDigest: former }))
  for (const state of ['EXPIRED', 'REVOKED', 'SUPERSEDED']) await makePurchase(app, null, state)
  const inForce: string[] = []
  for (const state of ['PENDING', 'HOLD', 'PAUSED', 'UNMAPPED', 'UNKNOWN'])
    inForce.push(await makePurchase(app, null, state))
  const { items } = await stella.call(api.listUnattributed, { query: {} })
  assert.deepEqual(items.map(({ id }) => id).toSorted(), [following, ...inForce].toSorted())
})

test('an alert is closed once, with what came of it, and is a new one when it comes up again', async (t) => {
  const app = await testApp(t)
  const [stella, sandra] = [await makeStaff(app), await makeStaff(app)]
  const alertId = await makeAlert(app)
  const close = (person: Person) =>
    person.send(api.resolveAlert, { params: { alertId }, body: { note: 'The product is named now' } })

  const results = await race(4, (index) => close(index % 2 === 0 ? stella : sandra))

  assert.deepEqual(statusesOf(results), [200, 404, 404, 404])
  assert.deepEqual((await stella.call(api.listAlerts, { query: {} })).items, [])
})

// X24
test('staff make an account free of charge, or let what testers buy count for it, with a reason; never their own', async (t) => {
  const { app, berta, stella } = await bought(t)
  const { appleToken } = await profileOf(app, berta)
  const tried = {
    originalTransactionId: '9',
    transactionId: '9',
    environment: 'sandbox',
    accountToken: appleToken
  } as const
  await take(app, appleTransaction(tried))
  const params = { accountId: berta.userId }
  const say = (mark: api.Mark, isSet: boolean) =>
    stella.call(api.markAccount, { params, body: { mark, isSet, reason } })
  assert.equal((await profileOf(app, berta)).paidUntil, null)

  const marked = await say('sandbox', true)

  assert.deepEqual([marked.buysInSandbox, marked.isFree], [true, false])
  assert.equal(Temporal.Instant.from(marked.paidUntil ?? '').epochMilliseconds, onDay(30))
  assert.equal((await say('free', true)).isFree, true)
  const ended = await say('sandbox', false)
  assert.deepEqual([ended.buysInSandbox, ended.paidUntil, ended.isFree], [false, null, true])
  assert.deepEqual(
    ended.changes.map((change) => [change.mark, change.isSet, change.reason, change.by]),
    [
      ['sandbox', false, reason, 'Stella'],
      ['free', true, reason, 'Stella'],
      ['sandbox', true, reason, 'Stella']
    ]
  )
  assert.deepEqual(
    (await lookedUp(app, berta)).map(({ event }) => event),
    ['staff.marked', 'staff.marked', 'staff.marked']
  )
  const body = { mark: 'free', isSet: true, reason } as const
  const own = await stella.problem(api.markAccount, { params: { accountId: stella.userId }, body })
  assert.equal(own.code, 'own_account')
  const nobody = await stella.problem(api.markAccount, { params: { accountId: newId() }, body })
  assert.equal(nobody.code, 'account_not_found')
})

test('two people give a purchase to another account: both entitlements are right at once, both accounts are told', async (t) => {
  const { app, anna, berta, stella, sandra, purchaseId, email } = await bought(t)
  const before = await profileOf(app, anna)
  const proposed = await stella.call(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
  assert.deepEqual([proposed.outcome, proposed.mayApprove, proposed.proposedBy], ['open', false, 'Stella'])
  assert.deepEqual((await profileOf(app, anna)).paidUntil, before.paidUntil, 'nothing has changed yet')
  const params = { transferId: proposed.id }
  assert.equal((await sandra.call(api.listTransfers, { query: {} })).items[0]?.mayApprove, true)
  assert.equal((await stella.problem(api.approveTransfer, { params })).code, 'transfer_needs_another')

  const done = await sandra.call(api.approveTransfer, { params })

  assert.deepEqual([done.outcome, done.decidedBy], ['done', 'Sandra'])
  assert.equal((await profileOf(app, anna)).paidUntil, null)
  assert.equal((await profileOf(app, berta)).paidUntil, before.paidUntil)
  const shown = await stella.call(api.getPurchase, { params: { purchaseId } })
  assert.deepEqual(
    shown.epochs.map(({ account, evidence, endedBy }) => [account.id, evidence, endedBy]),
    [
      [berta.userId, 'staff', null],
      [anna.userId, 'account_token', 'staff']
    ]
  )
  assert.equal(shown.history[0]?.cause, 'transferred')
  assert.deepEqual(
    shown.alerts.map(({ kind }) => kind),
    ['transferred']
  )
  await app.runJobs()
  const subjects = app.mail.sent.map(({ to, subject }) => `${to} ${subject}`)
  assert.deepEqual(subjects.toSorted(), [
    `${before.email} A purchase no longer belongs to your honeyDue account`,
    `${email} A purchase belongs to your honeyDue account now`
  ])
  for (const { body } of app.mail.sent) {
    assert.match(JSON.stringify(body), /bought in the App Store and belonged to (another|your) account/)
    assert.ok(body.some((part) => typeof part === 'object' && 'url' in part && part.url.endsWith('/settings/plan')))
  }
  for (const person of [anna, berta])
    assert.deepEqual(
      (await lookedUp(app, person)).map(({ event }) => event).filter((event) => event !== 'staff.looked_up'),
      ['staff.transfer_proposed', 'staff.transferred']
    )
})

test('where a purchase was nobody’s, whoever gets it is told so, and nobody else is told anything', async (t) => {
  const { app, stella, sandra, email } = await bought(t)
  const purchaseId = await take(app, googlePurchase({}))
  const { id } = await stella.call(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
  await sandra.call(api.approveTransfer, { params: { transferId: id } })
  await app.runJobs()
  assert.deepEqual(
    app.mail.sent.map(({ to }) => to),
    [email]
  )
  assert.match(JSON.stringify(app.mail.sent[0]?.body), /bought on Google Play and belonged to nobody\./)
})

test('what the store says again of the same buying does not undo a transfer; a new buying does what it always does', async (t) => {
  const { app, anna, berta, stella, sandra, purchaseId, email } = await bought(t)
  const { id } = await stella.call(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
  await sandra.call(api.approveTransfer, { params: { transferId: id } })
  const { appleToken } = await profileOf(app, anna)
  const owner = async () => (await stella.call(api.getPurchase, { params: { purchaseId } })).account?.id
  await take(app, appleTransaction({ accountToken: appleToken, clockMs: onDay(1) }))
  await take(
    app,
    appleTransaction({ accountToken: appleToken, transactionId: '2', purchasedAtMs: onDay(30), isRenewal: true })
  )
  assert.equal(await owner(), berta.userId)
  await take(app, appleTransaction({ accountToken: appleToken, transactionId: '3', purchasedAtMs: onDay(90) }))
  assert.equal(await owner(), anna.userId)
})

test('of approvals at once one is done; of approvals and withdrawals at once one counts', async (t) => {
  const { app, anna, stella, sandra, email } = await bought(t)
  const [susan, sofia] = [await makeStaff(app, 'Susan'), await makeStaff(app, 'Sofia')]
  const { appleToken: accountToken } = await profileOf(app, anna)
  for (let round = 0; round < 5; round++) {
    const key = `${3000 + round}`
    const purchaseId = await take(
      app,
      appleTransaction({ originalTransactionId: key, transactionId: key, accountToken })
    )
    const { id } = await stella.call(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
    const params = { transferId: id }
    const approvers = [sandra, susan, sofia, sandra, susan, sofia]
    const results = await race(8, (index) =>
      (approvers[index] ?? stella).send(approvers[index] ? api.approveTransfer : api.endTransfer, { params })
    )
    assert.deepEqual(statusesOf(results), [200, 409, 409, 409, 409, 409, 409, 409])
    const { epochs, transfers } = await stella.call(api.getPurchase, { params: { purchaseId } })
    assert.equal(epochs.length, transfers[0]?.outcome === 'done' ? 2 : 1)
    assert.equal(epochs.filter(({ to }) => to === null).length, 1)
  }
})

test('of proposals at once one stands, and is told to be its proposer’s, whatever others are called; a withdrawn or refused one changes nothing and leaves room for another', async (t) => {
  const { app, anna, stella, sandra, purchaseId, email } = await bought(t)
  const propose = (person: Person) =>
    person.send(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
  const results = await race(4, (index) => propose(index % 2 === 0 ? stella : sandra))
  assert.deepEqual(statusesOf(results), [201, 409, 409, 409])
  await app.db.updateTable('users').set({ display_name: 'Stella' }).where('id', '=', sandra.userId).execute()
  for (const outcome of ['refused', 'withdrawn'] as const) {
    const [open] = (await stella.call(api.listTransfers, { query: {} })).items
    const [sandras] = (await sandra.call(api.listTransfers, { query: {} })).items
    assert.equal(sandras?.isMine, !open?.isMine)
    const ender = open?.isMine === (outcome === 'withdrawn') ? stella : sandra
    const params = { transferId: open?.id ?? '' }
    assert.equal((await ender.call(api.endTransfer, { params })).outcome, outcome)
    assert.equal((await sandra.problem(api.approveTransfer, { params })).code, 'transfer_over')
    assert.equal((await ender.problem(api.endTransfer, { params })).code, 'transfer_over')
    assert.equal((await propose(stella)).statusCode, 201)
  }
  assert.equal((await stella.call(api.getPurchase, { params: { purchaseId } })).account?.id, anna.userId)
  assert.ok(app.mail.sent.length === 0)
})

test('a proposal is over after three days, outdated when the owner has changed, and there is none within 30 days of a transfer', async (t) => {
  const { app, anna, berta, stella, sandra, purchaseId, email } = await bought(t)
  const propose = (to = email) =>
    stella.call(api.proposeTransfer, { params: { purchaseId }, body: { email: to, reason } })
  const late = await propose()
  app.clock.advance({ hours: 72 })
  const over = await sandra.problem(api.approveTransfer, { params: { transferId: late.id } })
  assert.equal(over.code, 'transfer_over')
  assert.deepEqual((await sandra.call(api.listTransfers, { query: {} })).items, [])

  const outdated = await propose()
  const { transfers } = await sandra.call(api.getPurchase, { params: { purchaseId } })
  assert.deepEqual(
    transfers.map(({ outcome, decidedBy }) => [outcome, decidedBy]),
    [
      ['open', null],
      ['expired', null]
    ]
  )
  assert.ok((await lookedUp(app, berta)).some(({ event, by }) => event === 'staff.looked_up' && by === sandra.userId))
  const carla = await app.person('Carla')
  const { appleToken: accountToken } = await profileOf(app, carla)
  await take(app, appleTransaction({ accountToken, transactionId: '5', purchasedAtMs: onDay(2) }))
  const refused = await sandra.problem(api.approveTransfer, { params: { transferId: outdated.id } })
  assert.equal(refused.code, 'transfer_outdated')
  await sandra.call(api.endTransfer, { params: { transferId: outdated.id } })

  const good = await propose()
  await sandra.call(api.approveTransfer, { params: { transferId: good.id } })
  const { email: annas } = await profileOf(app, anna)
  const body = { email: annas, reason }
  app.clock.advance({ hours: 30 * 24 - 1 })
  assert.equal(
    (await stella.problem(api.proposeTransfer, { params: { purchaseId }, body })).code,
    'transfer_cooling_down'
  )
  const theirs = await stella.problem(api.proposeTransfer, { params: { purchaseId }, body: { email, reason } })
  assert.equal(theirs.code, 'purchase_theirs_already')
  app.clock.advance({ hours: 1 })
  assert.equal((await propose(annas)).from?.id, berta.userId)
})

test('nobody of the staff has a hand in what concerns their own account, and tries are written down', async (t) => {
  const { app, stella, sandra, purchaseId, email } = await bought(t)
  const { email: stellas, appleToken: accountToken } = await profileOf(app, stella)
  const params = { purchaseId }
  const toOneself = await stella.problem(api.proposeTransfer, { params, body: { email: stellas, reason } })
  assert.equal(toOneself.code, 'transfer_of_ones_own')
  const nobody = { email: 'nobody@example.org', reason }
  assert.equal((await stella.problem(api.proposeTransfer, { params, body: nobody })).code, 'account_not_found')
  const toStella = await sandra.call(api.proposeTransfer, { params, body: { email: stellas, reason } })
  const approval = { params: { transferId: toStella.id } }
  assert.equal((await stella.problem(api.approveTransfer, approval)).code, 'transfer_of_ones_own')
  const own = await take(app, appleTransaction({ originalTransactionId: '8', transactionId: '8', accountToken }))
  const ofOnes = await stella.problem(api.proposeTransfer, { params: { purchaseId: own }, body: { email, reason } })
  assert.equal(ofOnes.code, 'transfer_of_ones_own')
  const refusals = await app.db
    .selectFrom('audit_events')
    .select('actor_id')
    .where('event', '=', 'access.refused')
    .execute()
  assert.equal(refusals.length, 3)
})

test('somebody who is staff no longer finds nothing there any more, with the same session', async (t) => {
  const app = await testApp(t)
  const stella = await makeStaff(app)
  assert.equal((await stella.call(getMe)).isStaff, true)
  await stella.call(api.listAlerts, { query: {} })
  await app.db.updateTable('account_marks').set({ is_staff: false }).execute()
  assert.equal((await stella.problem(api.listAlerts, { query: {} })).code, 'route_not_found')
  const events = await app.db.selectFrom('audit_events').select('event').orderBy('id').execute()
  assert.deepEqual(
    events.map(({ event }) => event),
    ['staff.looked_for', 'access.refused']
  )
})

test('no request of a person makes them staff: the mark is not theirs to write', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const db = app.ground.dbOf(anna.userId)
  const denied = { code: '42501' }
  await assert.rejects(
    db.insertInto('account_marks').values({ user_id: anna.userId, is_staff: true }).execute(),
    denied
  )
  await assert.rejects(db.updateTable('account_marks').set({ is_staff: true }).execute(), denied)
})
