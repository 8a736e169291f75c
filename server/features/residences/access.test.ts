import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { listResidenceEvents } from '#contract/events.ts'
import * as api from '#contract/residences.ts'
import { can, lowestRole, type Action, type Role } from '#contract/roles.ts'
import type { Route } from '#contract/route.ts'
import { newId } from '#server/platform/ids.ts'
import { testApp, type Caller } from '#test/harness.ts'
import { makeHousehold, type Household } from '#test/make-residence.ts'

const app = await testApp({ after })
const roles: Role[] = ['viewer', 'member', 'manager', 'owner']

/** One request that needs the right, made so that nothing but the role can refuse it. */
const attempts: Record<
  Exclude<Action, `${'task' | 'file' | 'asset' | 'document' | 'contractor' | 'guest'}.${string}`>,
  (caller: Caller, household: Household) => Promise<number>
> = {
  'residence.edit': (caller, { residence }) =>
    status(caller, api.updateResidence, { params: pathOf(residence), body: { name: 'Edited' } }),
  'members.manage': (caller, { residence, stranger }) =>
    status(caller, api.changeRole, {
      params: { ...pathOf(residence), userId: stranger.userId },
      body: { role: 'member' }
    }),
  'share.create': (caller, { residence }) =>
    status(caller, api.createShareCode, { params: pathOf(residence), body: { role: 'viewer' } }),
  'share.manage': (caller, { residence }) => status(caller, api.listShareCodes, { params: pathOf(residence) }),
  'events.read': (caller, { residence }) =>
    status(caller, listResidenceEvents, { params: pathOf(residence), query: {} }),
  'residence.archive': (caller, { residence }) => status(caller, api.archiveResidence, { params: pathOf(residence) }),
  'residence.delete': (caller, { residence }) => status(caller, api.deleteResidence, { params: pathOf(residence) }),
  'ownership.transfer': (caller, { residence, viewer, owner }) =>
    status(caller, api.transferOwnership, {
      params: pathOf(residence),
      body: { userId: caller === viewer ? owner.userId : viewer.userId }
    })
}

for (const [action, attempt] of Object.entries(attempts)) {
  for (const role of roles) {
    // The keys of `attempts` are actions.
    const allowed = can(role, action as Action)
    // ASVS 8.2.1
    test(`a ${role} ${allowed ? 'may' : 'may not'}: ${action} (from ${lowestRole[action as Action]} up)`, async () => {
      const household = await makeHousehold(app)
      if (action === 'members.manage') await joinAsViewer(household)
      const got = await attempt(household[role], household)
      assert.equal(got === 403, !allowed, String(got))
      assert.equal(got < 300, allowed, String(got))
    })
  }
}

type Input = { params?: object; query?: object; body?: object }
/** A valid request to every operation upon one residence; `foreign` is a member of another. */
const requests: Record<Exclude<keyof typeof operations, OutsideOne>, (foreign: string) => Input> = {
  getResidence: () => ({}),
  updateResidence: () => ({ body: { name: 'Taken' } }),
  deleteResidence: () => ({}),
  archiveResidence: () => ({}),
  unarchiveResidence: () => ({}),
  listMembers: () => ({}),
  changeRole: (userId) => ({ params: { userId }, body: { role: 'owner' } }),
  removeMember: (userId) => ({ params: { userId } }),
  transferOwnership: (userId) => ({ body: { userId } }),
  createShareCode: () => ({ body: { role: 'manager' } }),
  createShareFile: () => ({ body: { role: 'manager' } }),
  listShareCodes: () => ({}),
  revokeShareCode: () => ({ params: { shareCodeId: newId() } })
}
type OutsideOne = 'listResidences' | 'createResidence' | 'joinResidence'
type Operations = { [K in keyof typeof api as (typeof api)[K] extends Route ? K : never]: (typeof api)[K] }
const operations: Operations = api

for (const [operation, inputOf] of Object.entries(requests)) {
  // The keys of `requests` are operations.
  const route: Route = operations[operation as keyof typeof requests]
  // ASVS 8.2.2, 8.4.1
  test(`${operation}: to a stranger, a residence of others is one that does not exist, and stays as it is`, async () => {
    const { residence, stranger, owner, member } = await makeHousehold(app)
    const before = await snapshot(residence.id)
    const answers = []
    for (const residenceId of [residence.id, newId()]) {
      for (const foreign of [member.userId, stranger.userId]) {
        if (operation === 'transferOwnership' && foreign === stranger.userId) continue // refused before anything is read
        const input = inputOf(foreign)
        const response = await sendRaw(stranger, route, { ...input, params: { ...input.params, residenceId } })
        const { requestId: _, ...problem } = response.json<{ requestId: string }>()
        answers.push({ status: response.statusCode, problem })
      }
    }
    const expected = {
      type: 'about:blank',
      title: 'There is no such residence, or you are not a member.',
      status: 404,
      code: 'residence_not_found'
    }
    for (const answer of answers) assert.deepEqual(answer, { status: 404, problem: expected })
    assert.deepEqual(await snapshot(residence.id), before)
    await owner.call(api.getResidence, { params: pathOf(residence) })
  })

  // ASVS 8.2.1, 8.3.1
  test(`${operation}: nobody who is not signed in`, async () => {
    const { residence, member } = await makeHousehold(app)
    const input = inputOf(member.userId)
    const response = await sendRaw(app.anonymous, route, {
      ...input,
      params: { ...input.params, residenceId: residence.id }
    })
    assert.equal(response.statusCode, 401)
  })

  test(`${operation}: an id that is none is refused`, async () => {
    const { owner, member } = await makeHousehold(app)
    const input = inputOf(member.userId)
    const response = await sendRaw(owner, route, { ...input, params: { ...input.params, residenceId: 'x'.repeat(36) } })
    assert.equal(response.json<{ code: string }>().code, 'invalid_input')
  })
}

/** The table above types the inputs; here they are any route's. */
function sendRaw(caller: Caller, route: Route, input: Input) {
  return caller.send(route, input as never)
}

async function status(caller: Caller, route: Route, input: Input): Promise<number> {
  return (await sendRaw(caller, route, input)).statusCode
}

function pathOf({ id }: { id: string }) {
  return { residenceId: id }
}

async function joinAsViewer({ residence, stranger }: Household): Promise<void> {
  await app.db
    .insertInto('memberships')
    .values({ residence_id: residence.id, user_id: stranger.userId, role: 'viewer' })
    .execute()
}

/** All that a foreign request might have changed. */
async function snapshot(residenceId: string) {
  const residence = await app.db.selectFrom('residences').selectAll().where('id', '=', residenceId).execute()
  const members = await app.db
    .selectFrom('memberships')
    .selectAll()
    .where('residence_id', '=', residenceId)
    .orderBy('user_id')
    .execute()
  const codes = await app.db.selectFrom('share_codes').selectAll().where('residence_id', '=', residenceId).execute()
  const events = await app.db.selectFrom('audit_events').select('id').where('residence_id', '=', residenceId).execute()
  return { residence, members, codes, events }
}
