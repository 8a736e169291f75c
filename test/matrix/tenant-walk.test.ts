import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { removeMember, changeRole, getResidence } from '#contract/residences.ts'
import { createTasks, listTasks } from '#contract/tasks.ts'
import { fitting } from '../arbitrary-of-schema.ts'
import { replicaOf, testApp } from '../harness.ts'
import { contents } from './contents.ts'
import { idsOf, operations, type Operation } from './operations.ts'
import { makeTenant, type Tenant } from './tenant.ts'
import { pathValues, validInput } from './valid-input.ts'

const steps = 250
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * What ends a session or an account says nothing about the other home and would end the walk. A phone's token is handed on:
 * it belongs to whoever registered it last.
 */
const walked = operations().filter(
  ({ path, open }) => !open && !/^\/api\/(session|push-device|me\/deletion|password)/.test(path)
)

// ASVS 8.4.1, 8.2.2, 14.2.6
for (const seed of [1, 2, 3]) {
  test(`whatever people of two homes do in turn, neither sees an id or a word of the other (walk ${seed})`, async (t) => {
    const app = await testApp(t)
    const sides = [
      side(await makeTenant(app, 'Aardvark'), 'Aardvark'),
      side(await makeTenant(app, 'Zebra'), 'Zebra')
    ] as const
    let carriedOut = 0
    for (const step of fc.sample(stepOf(), { numRuns: steps, seed })) {
      const [mine, theirs] = step.second ? [sides[1], sides[0]] : sides
      const { token } = mine.tenant.people[step.role]
      const target = step.foreign ? theirs.tenant : mine.tenant
      const reply = await app.inject(requestFor(step.operation, { target, mine: mine.tenant, token, drawn: step.body }))
      const shown = reply.body.match(uuid) ?? []
      const told = `${step.operation.operationId} ${reply.statusCode} ${reply.body.slice(0, 300)}`
      assert.ok(!shown.some((id) => theirs.known.has(id)), told)
      assert.ok(!reply.body.includes(theirs.word), told)
      if (reply.statusCode >= 300) continue
      carriedOut += 1
      for (const id of shown) mine.known.add(id)
    }
    assert.ok(carriedOut > steps / 10, `${carriedOut} of ${steps} were carried out`)
  })
}

/** A home, the word in all its texts, and every id that its people have seen. */
function side(tenant: Tenant, word: string) {
  const { ids, people } = tenant
  return { tenant, word, known: new Set([...Object.values(ids), ...Object.values(people).map(({ userId }) => userId)]) }
}

function stepOf() {
  return fc.constantFrom(...walked).chain((operation) =>
    fc.record({
      operation: fc.constant(operation),
      second: fc.boolean(),
      role: fc.constantFrom('owner', 'manager', 'member', 'viewer'),
      foreign: fc.boolean(),
      body: fc.option(operation.body ? fitting(operation.body, []) : fc.constant(undefined), { nil: undefined })
    })
  )
}

function requestFor(
  operation: Operation,
  { target, mine, token, drawn }: { target: Tenant; mine: Tenant; token: string; drawn: unknown }
) {
  const { body, query } = validInput(operation, mine)
  const sent = drawn ?? body
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    idsOf(operation).includes(name)
      ? (target.ids[name] ?? target.people.owner.userId)
      : (pathValues[name] ?? 'overdue_tasks')
  )
  const authorization = `Bearer ${token}`
  const given = { method: operation.method, url: `${path}${query}` }
  if (operation.bytes !== undefined) {
    const headers = { authorization, 'content-type': operation.bytes }
    return { ...given, headers, payload: Buffer.from('bytes') }
  }
  if (sent === undefined) return { ...given, headers: { authorization } }
  const headers = { authorization, 'content-type': 'application/json' }
  return { ...given, headers, payload: JSON.stringify(sent) }
}

// RESTler's rule "use after free"
test('what was deleted is gone for every operation that could name it', async (t) => {
  const app = await testApp(t)
  const deletions = operations().filter(
    ({ method, policy, path }) =>
      method === 'DELETE' && policy.roles.length > 0 && path.endsWith('}') && !path.endsWith('{templateId}')
  )
  assert.ok(deletions.length >= 4)
  for (const deletion of deletions) {
    const tenant = await makeTenant(app)
    const { token } = tenant.people.owner
    const ask = (operation: Operation) =>
      app.inject(requestFor(operation, { target: tenant, mine: tenant, token, drawn: undefined }))
    assert.equal((await ask(deletion)).statusCode, deletion.status, deletion.operationId)
    const gone = idsOf(deletion).at(-1) ?? ''
    // what is open knows a guest by their link, not the owner who asks here
    for (const operation of operations().filter((candidate) => !candidate.open && idsOf(candidate).includes(gone)))
      assert.equal((await ask(operation)).statusCode, 404, `${operation.operationId} after ${deletion.operationId}`)
  }
})

// RESTler's rule "leakage"; ASVS 2.3.3, 2.2.3
test('many at once with one that may not be are refused whole', async (t) => {
  const app = await testApp(t)
  const [mine, theirs] = [await makeTenant(app), await makeTenant(app, 'Zebra')]
  const { owner, member } = mine.people
  const params = { residenceId: mine.ids['residenceId'] ?? '' }
  const task = (userId: string) => ({
    title: 'A task',
    schedule: { kind: 'once' } as const,
    assignment: { rotation: 'fixed' as const, memberIds: [userId], currentId: userId }
  })
  const before = await contents(app)
  const body = { tasks: [task(member.userId), task(theirs.people.member.userId), task(owner.userId)] }
  assert.equal((await owner.problem(createTasks, { params, body })).code, 'assignee_not_member')
  assert.deepEqual(await contents(app), before)
})

// ASVS 8.3.2
test('a role that is taken is gone at the next request, on every replica', async (t) => {
  const app = await testApp(t)
  const { people, ids } = await makeTenant(app)
  const params = { residenceId: ids['residenceId'] ?? '' }
  const replica = (await replicaOf(app, t)).caller(people.manager.token)
  for (const caller of [people.manager, replica]) await caller.call(listTasks, { params, query: {} })

  await people.owner.call(changeRole, {
    params: { ...params, userId: people.manager.userId },
    body: { role: 'viewer' }
  })
  const body = { tasks: [{ title: 'A task', schedule: { kind: 'once' } as const }] }
  for (const caller of [replica, people.manager])
    assert.equal((await caller.problem(createTasks, { params, body })).code, 'not_allowed')

  await people.owner.call(removeMember, { params: { ...params, userId: people.manager.userId } })
  for (const caller of [replica, people.manager])
    assert.equal((await caller.problem(getResidence, { params })).code, 'residence_not_found')
})
