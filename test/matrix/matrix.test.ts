import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import type { Problem } from '#server/platform/http/problem.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type Person } from '../harness.ts'
import { makeStaff } from '../make-staff.ts'
import { serverOwned } from './fields.ts'
import { idsOf, operations, type Operation } from './operations.ts'
import { contents } from './contents.ts'
import { personalIds } from './personal-ids.ts'
import { makeTenant, type Tenant } from './tenant.ts'
import { pathValues, sample, validInput } from './valid-input.ts'

/**
 * Who may call what, for every operation of openapi.json × every kind of caller × own, foreign and random ids. The answer
 * that must come follows from `x-honeydue` alone.
 */

const app = await testApp({ after: (run) => after(run) })
const foreign = await makeTenant(app, 'Foreign')
/** For what must change nothing: reading, and being refused. */
const untouched = await makeTenant(app)
const lackingStaff = await makeLackingStaff()

/** Tokens of callers that no operation takes (yet): nobody, a guest with a link, somebody of the staff. */
const strangers: Record<string, string | undefined> = {
  anonymous: undefined,
  guest: `hdg_${'A'.repeat(43)}`,
  staff: `hda_${'A'.repeat(43)}`,
  forged: `hds_${'A'.repeat(43)}`
}

type Ids = Readonly<Record<string, string>>
const randomIds: Ids = new Proxy({}, { get: () => newId() })
let requests = 0

function send(operation: Operation, request: { token?: string; ids: Ids; body?: object; query?: string }) {
  requests += 1
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(operation, name, request.ids))
  return app.inject({
    method: operation.method,
    url: `${path}${request.query ?? ''}`,
    // A source of its own for each, so that no budget of a source runs out.
    remoteAddress: `10.${(requests >> 16) & 255}.${(requests >> 8) & 255}.${requests & 255}`,
    headers: {
      ...(request.token !== undefined && { authorization: `Bearer ${request.token}` }),
      ...(request.body && { 'content-type': 'application/json' }),
      ...(operation.bytes !== undefined && { 'content-type': operation.bytes })
    },
    ...(request.body && { payload: JSON.stringify(request.body) }),
    ...(operation.bytes !== undefined && { payload: Buffer.from('bytes') })
  })
}

function valueOf(operation: Operation, name: string, ids: Ids): string {
  if (idsOf(operation).includes(name))
    return ids[name] ?? assert.fail(`personal-ids.ts does not say where ${name} comes from`)
  return pathValues[name] ?? String(sample(operation.params.find((parameter) => parameter.name === name)?.schema ?? {}))
}

function codeOf(response: LightMyRequestResponse): string {
  return response.statusCode < 400 ? 'done' : response.json<Problem>().code
}

/** Carried out; what belongs to no residence may also be refused for a reason of its own, which only the verb knows. */
function assertExercised(operation: Operation, response: LightMyRequestResponse, who: string): void {
  const said = `${operation.operationId} as ${who}: ${response.statusCode} ${response.body}`
  if (response.statusCode === operation.status || response.statusCode === 303) return
  assert.equal(operation.policy.roles.length, 0, said)
  const ownCodes = [...operation.codes.values()].flat().filter((code) => !notOfTheVerb.has(code))
  assert.ok(ownCodes.includes(codeOf(response)), `${said}\n(valid-input.ts can say what a valid body is)`)
}
const notOfTheVerb = new Set([
  'not_signed_in',
  'email_not_verified',
  'step_up_required',
  'not_allowed',
  'cross_site_request',
  'too_many_requests',
  'invalid_input',
  'invalid_json',
  'unsupported_media_type',
  'internal',
  'malformed_request',
  'route_not_found'
])

/** All that may differ between two refusals that must look the same. */
function shape(response: LightMyRequestResponse): unknown {
  const headers = Object.entries(response.headers).filter(([name]) => !/^(x-request-id|date|ratelimit.*)$/.test(name))
  return { status: response.statusCode, headers, body: response.body.replace(/"requestId":"[^"]+"/, '') }
}

async function idsFor(tenant: Tenant, person: { userId: string; token: string }, operation: Operation): Promise<Ids> {
  const personal = idsOf(operation).filter((name) => !(name in tenant.ids))
  const made = await Promise.all(personal.map(async (name) => [name, await personalIds[name]?.(app, person)] as const))
  return { ...tenant.ids, ...(Object.fromEntries(made) as Ids) }
}

for (const operation of operations()) {
  const { operationId, open, policy } = operation

  // ASVS 8.2.1, 8.2.2, 8.3.1, 8.4.1, 4.1.1
  test(`${operationId}: each kind of caller gets what the policy says`, async () => {
    const tenant = open ? await makeTenant(app) : untouched
    const ids = await idsFor(tenant, tenant.people.owner, operation)
    const foreignIds = await idsFor(foreign, foreign.people.owner, operation)
    const asked = { operation, tenant, ids, input: validInput(operation, tenant) }
    const before = await contents(app)
    await assertStrangersAreRefused(asked)
    if (open) return assertExercised(operation, await send(operation, { ids, ...asked.input }), 'anonymous')
    if (policy.staff) await assertOnlyStaff(asked)
    else await assertProofIsAsked(asked)
    if (policy.roles.length > 0) await assertRolesHold(asked)
    if (idsOf(operation).length > 0 && !policy.staff) await assertForeignIsNowhere(asked, foreignIds)
    assert.deepEqual(await contents(app), before, 'a refusal changes nothing')
  })

  if (policy.staff) {
    test(`${operationId}: staff may`, async () => {
      const person = await makeStaff(app)
      const ids = await idsFor(untouched, person, operation)
      assertExercised(
        operation,
        await send(operation, { token: person.token, ids, ...validInput(operation, untouched) }),
        'staff'
      )
    })
  } else if (!open) {
    for (const role of policy.roles.length > 0 ? policy.roles : (['owner'] as const)) {
      test(`${operationId}: ${role} may`, async () => {
        const tenant = operation.method === 'GET' ? untouched : await makeTenant(app)
        const person = tenant.people[role]
        const ids = await idsFor(tenant, person, operation)
        // Somebody who joins is no member before.
        const { token } = policy.action === 'residence.join' ? tenant.people.stranger : person
        assertExercised(operation, await send(operation, { token, ids, ...validInput(operation, tenant) }), role)
      })
    }
  }

  if (operation.body) {
    // ASVS 8.2.3, 15.3.3, 2.2.1
    test(`${operationId}: a field that is the server’s own is refused, and nothing is written`, async () => {
      const tenant = open ? await makeTenant(app) : untouched
      const { owner, stranger } = tenant.people
      const mayCall = policy.action === 'residence.join' ? stranger : owner
      const { token } = policy.staff ? await makeStaff(app) : mayCall
      const ids = await idsFor(tenant, owner, operation)
      const { body, query } = validInput(operation, tenant)
      const before = await contents(app)
      for (const [field, value] of Object.entries(serverOwned(tenant))) {
        if (JSON.stringify(operation.body).includes(`"${field}":`)) continue
        const reply = await send(operation, { ...(!open && { token }), ids, query, body: { ...body, [field]: value } })
        assert.deepEqual([reply.statusCode, codeOf(reply)], [422, 'invalid_input'], `${field}: ${reply.body}`)
      }
      assert.deepEqual(await contents(app), before)
    })
  }
}

type Asked = {
  readonly operation: Operation
  readonly tenant: Tenant
  readonly ids: Ids
  readonly input: { body?: object; query: string }
}

async function assertStrangersAreRefused({ operation, ids, input }: Asked): Promise<void> {
  for (const [who, token] of Object.entries(strangers)) {
    const reply = await send(operation, { ids, ...input, ...(token !== undefined && { token }) })
    if (!operation.open) assert.deepEqual([reply.statusCode, codeOf(reply)], [401, 'not_signed_in'], who)
  }
}

async function assertProofIsAsked({ operation, tenant: { people }, ids, input }: Asked): Promise<void> {
  const { verified, stepUp } = operation.policy
  if (verified) {
    const reply = await send(operation, { token: people.unverified.token, ids, ...input })
    assert.deepEqual([reply.statusCode, codeOf(reply)], [403, 'email_not_verified'])
  }
  if (stepUp) {
    const reply = await send(operation, { token: people.stale.token, ids, ...input })
    assert.deepEqual([reply.statusCode, codeOf(reply)], [403, 'step_up_required'])
  }
}

/** For everybody else there is nothing at such an address, whoever they are; staff show more than anybody. */
async function assertOnlyStaff({ operation, tenant: { people }, ids, input }: Asked): Promise<void> {
  const nowhere = shape(await app.inject({ method: operation.method, url: '/api/nowhere' }))
  for (const who of ['owner', 'unverified', 'stale', 'stranger'] as const) {
    const reply = await send(operation, { token: people[who].token, ids, ...input })
    assert.deepEqual(shape(reply), nowhere, who)
  }
  const refused = {
    unverified: 'email_not_verified',
    withoutFactor: 'second_factor_required',
    stale: 'step_up_required'
  }
  for (const who of ['unverified', 'withoutFactor', 'stale'] as const) {
    const reply = await send(operation, { token: lackingStaff[who].token, ids, ...input })
    assert.deepEqual([reply.statusCode, codeOf(reply)], [403, refused[who]], who)
  }
}

async function makeLackingStaff(): Promise<Record<'unverified' | 'withoutFactor' | 'stale', Person>> {
  const [unverified, withoutFactor, stale] = [await makeStaff(app), await makeStaff(app), await makeStaff(app)]
  const { db } = app
  await db.updateTable('users').set({ email_verified_at: null }).where('id', '=', unverified.userId).execute()
  await db.deleteFrom('totp_factors').where('user_id', '=', withoutFactor.userId).execute()
  const longAgo = app.clock.now().subtract({ minutes: 11 }).toString()
  await db.updateTable('sessions').set({ authenticated_at: longAgo }).where('user_id', '=', stale.userId).execute()
  return { unverified, withoutFactor, stale }
}

async function assertRolesHold({ operation, tenant: { people }, ids, input }: Asked): Promise<void> {
  const { roles, foreignStatus } = operation.policy
  const nowhere = shape(await send(operation, { token: people.owner.token, ids: randomIds, ...input }))
  for (const who of ['stranger', 'exMember'] as const) {
    const reply = await send(operation, { token: people[who].token, ids, ...input })
    assert.equal(reply.statusCode, foreignStatus, `${who}: ${reply.body}`)
    assert.deepEqual(shape(reply), nowhere, who)
  }
  for (const role of ['viewer', 'member', 'manager', 'owner'] as const) {
    if (roles.includes(role)) continue
    const reply = await send(operation, { token: people[role].token, ids, ...input })
    assert.deepEqual([reply.statusCode, codeOf(reply)], [403, 'not_allowed'], role)
  }
}

/** The ids of another home are as good as ones that nobody ever gave out, alone and below an own one. */
async function assertForeignIsNowhere({ operation, tenant, ids, input }: Asked, foreignIds: Ids): Promise<void> {
  const [first = '', ...rest] = idsOf(operation)
  const ask = async (asked: Ids) => send(operation, { token: tenant.people.owner.token, ids: asked, ...input })
  const reply = await ask(foreignIds)
  assert.equal(reply.statusCode, operation.policy.foreignStatus, reply.body)
  assert.deepEqual(shape(reply), shape(await ask(randomIds)), 'foreign and random look the same')
  if (rest.length === 0) return
  const own = { [first]: ids[first] ?? '' }
  const below = await ask({ ...foreignIds, ...own })
  assert.equal(below.statusCode, 404, below.body)
  assert.deepEqual(
    shape(below),
    shape(await ask({ ...Object.fromEntries(rest.map((name) => [name, newId()])), ...own }))
  )
}

test('the matrix knows every operation that the server serves', () => {
  const served = app.product.handlers.map(({ route }) => `${route.method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`)
  const described = operations().map(({ method, path }) => `${method} ${path}`)
  assert.deepEqual(described.toSorted(byText), served.toSorted(byText))
})
const byText = (a: string, b: string) => a.localeCompare(b)
