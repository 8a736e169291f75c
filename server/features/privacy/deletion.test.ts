import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { getMe } from '#contract/accounts.ts'
import { completeTask, listCompletions } from '#contract/completions.ts'
import { registerPushDevice } from '#contract/devices.ts'
import * as api from '#contract/privacy.ts'
import {
  createShareCode,
  deleteResidence,
  listMembers,
  listResidences,
  transferOwnership
} from '#contract/residences.ts'
import { getTask } from '#contract/tasks.ts'
import { account, auditedEvents, signIn } from '#server/features/accounts/testing-account.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { newId } from '#server/platform/ids.ts'
import { dump } from '#test/dump.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { race } from '#test/race.ts'

async function erase(app: TestApp): Promise<void> {
  await app.db.transaction().execute((tx) => enqueue(tx, 'privacy.erase-accounts', {}))
  await app.runJobs()
}

/** Somebody who registered, as a person of the harness, so that homes can be made. */
async function registered(app: TestApp, displayName: string) {
  const made = await account(app, { displayName, email: `${displayName.toLowerCase()}@example.org` })
  return { ...made.caller, ...made, userId: made.signedIn.me.id, name: displayName }
}

// ASVS 7.5.3
test('whoever asks has seven days, is told by mail, is signed out elsewhere, and can keep the account', async (t) => {
  const app = await testApp(t)
  const anna = await registered(app, 'Anna')
  const phone = await signIn(app)

  const { eraseAt } = await anna.call(api.requestDeletion)
  app.clock.advance({ hours: 1 })
  const again = await anna.call(api.requestDeletion).catch(() => anna.call(api.getDeletion))
  await app.runJobs()

  assert.equal(eraseAt, '2026-03-17T12:00:00Z')
  assert.equal(again.eraseAt, eraseAt, 'the first request counts')
  assert.equal((await phone.caller.problem(getMe)).code, 'not_signed_in')
  assert.equal((await anna.call(getMe)).eraseAt, eraseAt)
  const mails = app.mail.sent.filter(({ subject }) => subject === 'Your honeyDue account will be deleted')
  assert.equal(mails.length, 1)
  assert.match(JSON.stringify(mails[0]), /17 March 2026|March 17, 2026/)
  assert.match(JSON.stringify(mails[0]), /\/settings\/security/)

  await anna.call(api.cancelDeletion)
  await anna.call(api.cancelDeletion)
  app.clock.advance({ hours: 24 * 8 })
  await erase(app)
  await signIn(app)
  assert.deepEqual(
    (await auditedEvents(app)).filter((event) => event.startsWith('account.deletion')),
    ['account.deletion_requested', 'account.deletion_cancelled']
  )
})

// ASVS 7.5.1, 7.5.3
test('it takes a fresh proof of who one is to ask', async (t) => {
  const app = await testApp(t)
  const anna = await registered(app, 'Anna')
  app.clock.advance({ minutes: 11 })

  assert.equal((await anna.problem(api.requestDeletion)).code, 'step_up_required')
  assert.equal((await app.anonymous.problem(api.requestDeletion)).code, 'not_signed_in')
  assert.equal((await anna.call(api.getDeletion)).eraseAt, null)
})

test('who is the last owner of a home with others hands it over or deletes it first', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const berta = await app.person('Berta')
  const [shared, lonely, others] = [
    await makeResidence(anna, { name: 'B shared' }),
    await makeResidence(anna, { name: 'A lonely' }),
    await makeResidence(berta, { name: 'C of others' })
  ]
  await addMember(app, shared, berta, 'manager')
  await addMember(app, others, anna, 'viewer')

  const { homes } = await anna.call(api.getDeletion)
  assert.deepEqual(
    homes.map(({ name, fate, otherMembers }) => `${name}: ${fate} ${otherMembers}`),
    ['A lonely: erased 0', 'B shared: needs_owner 1', 'C of others: left 1']
  )
  assert.equal((await anna.problem(api.requestDeletion)).code, 'home_needs_owner')
  assert.equal((await anna.call(getMe)).eraseAt, null)

  await anna.call(transferOwnership, { params: { residenceId: shared.id }, body: { userId: berta.userId } })
  const after = await anna.call(api.requestDeletion)
  assert.deepEqual(
    after.homes.map(({ fate }) => fate),
    ['erased', 'left', 'left']
  )
  await anna.call(deleteResidence, { params: { residenceId: lonely.id } })
  assert.equal((await anna.call(api.getDeletion)).homes.length, 2)
})

// ASVS 7.4.2
test('after the seven days nothing in the whole database knows the person, and what others share stays without the name', async (t) => {
  const app = await testApp(t)
  const canaries = ['kanarienvogel', 'Kanarienvogel', 'canary-token-of-a-phone', 'Zuhause am Vogelsang']
  const anna = await registered(app, 'Kanarienvogel')
  const berta = await app.person('Berta')
  const shared = await makeResidence(berta)
  await addMember(app, shared, anna, 'manager')
  await makeResidence(anna, { name: 'Zuhause am Vogelsang' })
  await anna.call(registerPushDevice, { body: { platform: 'apns', token: 'canary-token-of-a-phone' } })
  await anna.call(createShareCode, { params: { residenceId: shared.id }, body: { role: 'viewer' } })
  const task = await makeTask(anna, shared.id, {
    assignment: { rotation: 'fixed', memberIds: [anna.userId], currentId: anna.userId }
  })
  const done = await makeTask(anna, shared.id)
  await anna.call(completeTask, { params: { taskId: done.id }, body: { kind: 'done', dueOn: null } })
  const purchaseId = await makePurchase(app, anna.userId)
  await makeStaffWords(app, { purchaseId, of: anna.userId, to: berta.userId })
  await anna.call(api.requestExport)
  await anna.call(api.requestDeletion, { headers: { 'idempotency-key': 'once-and-for-all' } })
  await app.runJobs()
  const found = (rows: { table: string; text: string }[]) =>
    rows.filter(({ text }) => canaries.some((canary) => text.includes(canary))).map(({ table }) => table)
  assert.ok(found(await dump(app.database.pool)).length > 2, 'the canaries are there to be found')

  app.clock.advance({ hours: 7 * 24 })
  await erase(app)

  assert.deepEqual(found(await dump(app.database.pool)), [])
  assert.deepEqual(await ownerOf(app, purchaseId), { account: null, endedBy: 'account_deleted', wasAt: anna.userId })
  const alerts = await app.db.selectFrom('subscription_alerts').select(['kind', 'note']).execute()
  assert.deepEqual(alerts, [{ kind: 'transferred', note: null }], 'what is about the account alone goes')
  assert.equal((await anna.problem(getMe)).code, 'not_signed_in')
  const { items } = await berta.call(listCompletions, { params: { residenceId: shared.id }, query: {} })
  assert.deepEqual(
    items.map(({ completedBy, taskTitle }) => [completedBy, taskTitle]),
    [[null, done.title]]
  )
  assert.deepEqual((await berta.call(getTask, { params: { taskId: task.id } })).assignment.memberIds, [])
  const again = await registered(app, 'Kanarienvogel')
  assert.notEqual(again.userId, anna.userId)
  assert.deepEqual((await again.call(listResidences, { query: {} })).items, [])
  assert.deepEqual(await again.call(api.getExport), { export: null })
})

/** Bought in an app store, where it goes on. */
async function makePurchase(app: TestApp, accountId: string): Promise<string> {
  const at = app.clock.now().toString()
  const named = { id: newId(), store: 'apple', environment: 'production', key: '2000000000000001' }
  const { id, number } = await app.db
    .insertInto('store_purchases')
    .values({ ...named, account_id: accountId, state: 'ACTIVE', first_seen_at: at, projected_at: at })
    .returning(['id', 'number'])
    .executeTakeFirstOrThrow()
  const owner = { account_id: accountId, valid_from: at, evidence: 'claim' }
  await app.db
    .insertInto('ownership_epochs')
    .values({ id: newId(), purchase_id: id, purchase_number: number, ...owner })
    .execute()
  return id
}

/** Whatever staff can write in their own words, each time with the name. */
async function makeStaffWords(app: TestApp, { purchaseId, of, to }: Record<'purchaseId' | 'of' | 'to', string>) {
  const at = app.clock.now().toString()
  const reason = 'Kanarienvogel asked for it'
  await app.db
    .insertInto('account_mark_changes')
    .values({ id: newId(), account_id: of, at, mark: 'free', is_set: true, reason })
    .execute()
  await app.db
    .insertInto('purchase_transfers')
    .values({
      id: newId(),
      purchase_id: purchaseId,
      from_account_id: of,
      to_account_id: to,
      reason,
      proposed_at: at,
      expires_at: at
    })
    .execute()
  const alert = { raised_at: at, last_at: at, note: reason }
  await app.db
    .insertInto('subscription_alerts')
    .values([
      { ...alert, id: newId(), kind: 'refused_claims', about: `account ${of}`, purchase_id: purchaseId },
      { ...alert, id: newId(), kind: 'transferred', about: purchaseId, purchase_id: purchaseId }
    ])
    .execute()
}

function ownerOf(app: TestApp, purchaseId: string) {
  return app.db
    .selectFrom('store_purchases')
    .innerJoin('ownership_epochs', 'purchase_id', 'store_purchases.id')
    .select(['store_purchases.account_id as account', 'ended_by as endedBy', 'ownership_epochs.account_id as wasAt'])
    .where('store_purchases.id', '=', purchaseId)
    .executeTakeFirstOrThrow()
}

test('a home that came into one’s hands meanwhile goes to the highest of the others, who was there the longest', async (t) => {
  const app = await testApp(t)
  const [anna, berta, carla, dora] = [
    await app.person('Anna'),
    await app.person('Berta'),
    await app.person('Carla'),
    await app.person('Dora')
  ]
  await anna.call(api.requestDeletion)
  const home = await makeResidence(anna)
  for (const [person, role] of [
    [berta, 'viewer'],
    [carla, 'manager'],
    [dora, 'manager']
  ] as const) {
    app.clock.advance({ minutes: 1 })
    await addMember(app, home, person, role)
  }

  app.clock.advance({ hours: 24 * 8 })
  await erase(app)

  const { items } = await carla.call(listMembers, { params: { residenceId: home.id } })
  assert.deepEqual(
    items.map(({ userId, role }) => [userId, role]),
    [
      [berta.userId, 'viewer'],
      [carla.userId, 'owner'],
      [dora.userId, 'manager']
    ]
  )
})

// ASVS 2.3.3
test('what fails in the middle erases nothing, and the next run erases all', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  await makeResidence(anna)
  await anna.call(api.requestDeletion)
  await app.runJobs()
  app.clock.advance({ hours: 24 * 8 })
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''not now''; end'`.execute(
    app.db
  )
  await sql`create trigger refuse before delete on users for each row execute function refuse()`.execute(app.db)

  app.log.expectErrors()
  await erase(app)
  const left = () =>
    app.db
      .selectFrom('residences')
      .innerJoin('users', (join) => join.onTrue())
      .select('users.id')
      .execute()
  assert.equal((await left()).length, 1)

  await sql`drop trigger refuse on users`.execute(app.db)
  await sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`.execute(app.db)
  await app.runJobs()
  assert.equal((await left()).length, 0)
})

// ASVS 15.4.2
test('keeping the account while it is being erased is all or nothing', async (t) => {
  const app = await testApp(t)
  for (let round = 0; round < 20; round++) {
    const anna = await app.person('Anna')
    const home = await makeResidence(anna)
    await anna.call(api.requestDeletion)
    await app.db.updateTable('users').set({ erase_at: '2020-01-01T00:00:00Z' }).where('id', '=', anna.userId).execute()
    const [, kept] = await race<unknown>(2, (index) => (index === 0 ? erase(app) : anna.send(api.cancelDeletion)))
    assert.equal(kept?.status, 'fulfilled')

    const { eraseAt, there } = await stateOf(app, anna.userId, home.id)
    assert.ok(there === 'both' ? eraseAt === null : there === 'neither', `${there} ${eraseAt}`)
  }
})

async function stateOf(app: TestApp, userId: string, residenceId: string) {
  const user = await app.db.selectFrom('users').select('erase_at').where('id', '=', userId).executeTakeFirst()
  const home = await app.db.selectFrom('residences').select('id').where('id', '=', residenceId).executeTakeFirst()
  const there = user && home ? 'both' : user || home ? 'one' : 'neither'
  return { eraseAt: user?.erase_at, there }
}

test('whatever names a person in the database goes with them, or forgets them', async (t) => {
  const app = await testApp(t)
  const { rows } = await sql<{ column: string; action: string }>`
    select conrelid::regclass || '.' || attname as column, confdeltype as action
    from pg_constraint join pg_attribute on attrelid = conrelid and attnum = conkey[1]
    where contype = 'f' and confrelid = 'users'::regclass`.execute(app.db)

  assert.ok(rows.length > 8)
  assert.deepEqual(
    rows.filter(({ action }) => action !== 'c' && action !== 'n'),
    []
  )
})
