import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signIn as signInRoute } from '#contract/accounts.ts'
import { auditEvents } from '#contract/audit.ts'
import { completeTask } from '#contract/completions.ts'
import * as api from '#contract/events.ts'
import { requestDeletion } from '#contract/privacy.ts'
import { changeRole, removeMember } from '#contract/residences.ts'
import type { Input, Output } from '#contract/route.ts'
import { account } from '#server/features/accounts/testing-account.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { makeTask } from '#test/make-task.ts'
import { namesOf } from './event-rules.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0'

async function signInFrom(app: TestApp, { email, password }: { email: string; password: string }): Promise<void> {
  await app.inject({
    method: 'POST',
    url: signInRoute.path,
    headers: { 'user-agent': firefox, 'content-type': 'application/json' },
    remoteAddress: '91.65.1.1',
    payload: JSON.stringify({ email, password, transport: 'bearer' })
  })
}

// ASVS 16.2.1
test('somebody sees what happened to their account, with device and country, and nothing of others', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const berta = await account(app, { email: 'berta@example.org' })
  await signInFrom(app, { ...anna, password: 'a wrong password' })
  await signInFrom(app, anna)

  const { items } = await anna.caller.call(api.listMyEvents, { query: { kind: 'security' } })

  const place = { browser: 'Firefox', system: 'Windows', country: 'DE' }
  const seen = items.slice(0, 2).map(({ id: _id, at: _at, ...rest }) => rest)
  const byNobody = { by: 'nobody', byName: null, about: 'you', aboutName: null, ...place }
  assert.deepEqual(seen, [
    { event: 'session.started', outcome: 'done', ...byNobody },
    { event: 'sign_in.refused', outcome: 'refused', ...byNobody }
  ])
  const others = (await berta.caller.call(api.listMyEvents, { query: {} })).items.map(({ id }) => id)
  assert.ok(others.length > 0)
  assert.ok(items.every(({ id }) => !others.includes(id)))
})

test('page after page gives every event once, newest first; a cursor is good for its list and reader only', async (t) => {
  const app = await testApp(t)
  const { owner, manager, residence } = await makeHousehold(app)
  for (let number = 0; number < 5; number++) await makeTask(owner, residence.id)
  const params = { residenceId: residence.id }
  const whole = (await owner.call(api.listResidenceEvents, { params, query: {} })).items
  assert.ok(whole.length > 5)

  const walked: api.ResidenceEvent[] = []
  let cursor: string | null = null
  do {
    const query: Input<typeof api.listResidenceEvents>['query'] = { limit: 2, ...(cursor !== null && { cursor }) }
    const page: Output<typeof api.listResidenceEvents> = await owner.call(api.listResidenceEvents, { params, query })
    walked.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)

  assert.deepEqual(walked, whole)
  const ids = whole.map(({ id }) => BigInt(id))
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => (a < b ? 1 : -1))
  )
  const first = await owner.call(api.listResidenceEvents, { params, query: { limit: 1 } })
  const query = { cursor: first.nextCursor ?? '' }
  assert.equal((await owner.problem(api.listMyEvents, { query })).code, 'invalid_cursor')
  await app.db.updateTable('memberships').set({ role: 'owner' }).where('user_id', '=', manager.userId).execute()
  assert.equal((await manager.problem(api.listResidenceEvents, { params, query })).code, 'invalid_cursor')
})

// ASVS 8.2.1, 8.2.2
test('owners see the events of their residence, other members may not, and to a stranger there is no residence', async (t) => {
  const app = await testApp(t)
  const household = await makeHousehold(app)
  const { owner, member, stranger, residence } = household
  const task = await makeTask(member, residence.id, { title: 'Sweep' })
  await member.call(completeTask, { params: { taskId: task.id }, body: { kind: 'done', dueOn: null } })
  await owner.call(changeRole, {
    params: { residenceId: residence.id, userId: household.viewer.userId },
    body: { role: 'member' }
  })
  const other = await makeResidence(owner, { name: 'Other' })
  await makeTask(owner, other.id, { title: 'A canary' })
  const params = { residenceId: residence.id }

  const { items } = await owner.call(api.listResidenceEvents, { params, query: {} })

  const seen = items.map(({ event, by, byName, about, aboutName }) => ({ event, by, byName, about, aboutName }))
  const mia = { by: 'person', byName: 'Mia Member' } as const
  assert.deepEqual(seen.slice(0, 3), [
    { event: 'role.changed', by: 'you', byName: null, about: 'person', aboutName: 'Vic Viewer' },
    { event: 'task.completed', ...mia, about: 'task', aboutName: 'Sweep' },
    { event: 'task.created', ...mia, about: 'task', aboutName: 'Sweep' }
  ])
  assert.doesNotMatch(JSON.stringify(items), /canary|browser|country/)
  for (const role of ['manager', 'member', 'viewer'] as const)
    assert.equal((await household[role].problem(api.listResidenceEvents, { params, query: {} })).code, 'not_allowed')
  const problem = await stranger.problem(api.listResidenceEvents, { params, query: {} })
  assert.equal(problem.code, 'residence_not_found')
})

test('whoever is not a member any more has no name in the events, erased or only gone', async (t) => {
  const app = await testApp(t)
  const { owner, member, residence } = await makeHousehold(app)
  const berta = await account(app, { email: 'berta@example.org', displayName: 'Berta' })
  const bertaId = berta.signedIn.me.id
  await addMember(app, residence, { ...berta.caller, userId: bertaId, name: 'Berta', token: berta.token }, 'member')
  const params = { residenceId: residence.id }
  await makeTask(member, residence.id)
  await makeTask({ ...berta.caller, userId: bertaId, name: 'Berta', token: berta.token }, residence.id)
  const makers = async () =>
    (await owner.call(api.listResidenceEvents, { params, query: { kind: 'tasks' } })).items.map(({ byName }) => byName)
  assert.deepEqual(await makers(), ['Berta', 'Mia Member'])

  await owner.call(removeMember, { params: { ...params, userId: member.userId } })
  await berta.caller.call(requestDeletion)
  app.clock.advance({ hours: 24 * 8 })
  await app.db.transaction().execute((tx) => enqueue(tx, 'privacy.erase-accounts', {}))
  await app.runJobs()

  assert.deepEqual(await makers(), [null, null])
  const { items } = await owner.call(api.listResidenceEvents, { params, query: {} })
  assert.doesNotMatch(JSON.stringify(items), /Berta|Mia Member/)
  assert.ok(items.some(({ event, byName, by }) => event === 'member.left' && byName === null && by !== 'you'))
})

test('a kind and days narrow the list; days are those of the residence', async (t) => {
  const app = await testApp(t)
  const owner = await app.person('Olga')
  // 25 hours apart: never the same day
  const [east, west] = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const
  for (const [zone, otherZone] of [
    [east, west],
    [west, east]
  ] as const) {
    const { id: residenceId } = await makeResidence(owner, { timeZone: zone })
    const seen = async (query: Input<typeof api.listResidenceEvents>['query']) =>
      (await owner.call(api.listResidenceEvents, { params: { residenceId }, query })).items
    const [made] = await seen({})
    const dayIn = (timeZone: string) =>
      Temporal.Instant.from(made?.at ?? '')
        .toZonedDateTimeISO(timeZone)
        .toPlainDate()
    const [day, otherDay] = [String(dayIn(zone)), String(dayIn(otherZone))]
    assert.deepEqual((await seen({ from: day, to: day })).length, 1)
    assert.deepEqual(await seen({ from: otherDay, to: otherDay }), [])
    assert.deepEqual((await seen({ kind: 'home' })).length, 1)
    assert.deepEqual(await seen({ kind: 'tasks' }), [])
    const own = await owner.call(api.listMyEvents, { query: { kind: 'home' } })
    assert.equal(own.items[0]?.aboutName, 'Lindenstraße 7')
  }
})

test('every event of the dictionary is of one kind', () => {
  const all = api.eventKinds.flatMap(namesOf)
  assert.deepEqual(all.toSorted(), Object.keys(auditEvents).toSorted())
})
