import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import test, { after } from 'node:test'
import { sql } from 'kysely'
import * as api from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import { testApp } from '#test/harness.ts'
import { addMember, makeHousehold } from '#test/make-residence.ts'

const app = await testApp({ after })

test('a code is ten characters, works for seven days and once unless more was asked for', async () => {
  app.clock.set('2026-03-10T12:00:00Z')
  const { manager, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const { code, shareCode } = await manager.call(api.createShareCode, { params, body: { role: 'member' } })
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{10}$/)
  const { id, ...rest } = shareCode
  assert.ok(id)
  assert.deepEqual(rest, {
    role: 'member',
    maxUses: 1,
    uses: 0,
    expiresAt: '2026-03-17T12:00:00Z',
    revokedAt: null,
    createdAt: '2026-03-10T12:00:00Z',
    createdBy: 'Max Manager'
  })
  const forMany = await manager.call(api.createShareCode, { params, body: { role: 'viewer', maxUses: 50 } })
  assert.equal(forMany.shareCode.maxUses, 50)
})

test('a .honeydue file carries a code for one use', async () => {
  app.clock.set('2026-03-10T12:00:00Z')
  const { owner, stranger, residence } = await makeHousehold(app, { name: 'Haus am See' })
  const params = { residenceId: residence.id }
  const file = await owner.call(api.createShareFile, { params, body: { role: 'manager' } })
  const { code, ...rest } = file
  assert.deepEqual(rest, {
    format: 'honeydue',
    version: 1,
    residence: 'Haus am See',
    invitedBy: 'Olga Owner',
    role: 'manager',
    expiresAt: '2026-03-17T12:00:00Z'
  })
  const { items } = await owner.call(api.listShareCodes, { params })
  assert.deepEqual(
    items.map(({ maxUses }) => maxUses),
    [1]
  )
  assert.equal((await stranger.call(api.joinResidence, { body: { code } })).role, 'manager')
})

const sharers: [maker: Role, role: 'viewer' | 'member' | 'manager', allowed: boolean][] = [
  ['owner', 'manager', true],
  ['owner', 'viewer', true],
  ['manager', 'manager', false],
  ['manager', 'member', true],
  ['member', 'viewer', false],
  ['viewer', 'viewer', false]
]
for (const [maker, role, allowed] of sharers) {
  test(`a code for a ${role} made by a ${maker} is ${allowed ? 'made' : 'refused'}, as a file too`, async () => {
    const household = await makeHousehold(app)
    const input = { params: { residenceId: household.residence.id }, body: { role } }
    for (const route of [api.createShareCode, api.createShareFile]) {
      assert.equal((await household[maker].send(route, input)).statusCode, allowed ? 201 : 403)
    }
  })
}

test('a stranger makes no code, and nobody one for an owner or for too many', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  for (const route of [api.createShareCode, api.createShareFile]) {
    assert.equal((await stranger.problem(route, { params, body: { role: 'viewer' } })).code, 'residence_not_found')
    // The role is meant not to be of the route's type.
    const body = { role: 'owner' as 'viewer' }
    assert.equal((await owner.problem(route, { params, body })).code, 'invalid_input')
  }
  for (const maxUses of [0, 51, 1.5]) {
    const problem = await owner.problem(api.createShareCode, { params, body: { role: 'viewer', maxUses } })
    assert.equal(problem.code, 'invalid_input')
  }
})

test('a list shows the codes that still work, newest first, and never the code', async () => {
  const { owner, manager, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const make = (role: 'viewer' | 'member') => manager.call(api.createShareCode, { params, body: { role, maxUses: 2 } })
  const expired = await make('viewer')
  app.clock.advance({ days: 7 })
  const [revoked, used, half] = [await make('viewer'), await make('viewer'), await make('member')]
  await owner.call(api.revokeShareCode, { params: { ...params, shareCodeId: revoked.shareCode.id } })
  for (const person of [stranger, await app.person('Ben')]) {
    await person.call(api.joinResidence, { body: { code: used.code } })
  }
  await (await app.person('Cleo')).call(api.joinResidence, { body: { code: half.code } })
  app.clock.advance({ seconds: 1 })
  const fresh = await make('viewer')

  const { items } = await owner.call(api.listShareCodes, { params })
  assert.deepEqual(items, [fresh.shareCode, { ...half.shareCode, uses: 1 }])
  for (const { code } of [expired, revoked, used, half, fresh]) assert.ok(!JSON.stringify(items).includes(code))
})

test('only who manages codes sees and revokes them, each code once, and only of their residence', async () => {
  const { owner, manager, member, stranger, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const { shareCode } = await owner.call(api.createShareCode, { params, body: { role: 'viewer' } })
  const path = { params: { ...params, shareCodeId: shareCode.id } }

  assert.equal((await member.problem(api.listShareCodes, { params })).code, 'not_allowed')
  assert.equal((await stranger.problem(api.listShareCodes, { params })).code, 'residence_not_found')
  assert.equal((await member.problem(api.revokeShareCode, path)).code, 'not_allowed')
  assert.equal((await stranger.problem(api.revokeShareCode, path)).code, 'residence_not_found')
  const foreign = { params: { residenceId: elsewhere.residence.id, shareCodeId: shareCode.id } }
  assert.equal((await elsewhere.owner.problem(api.revokeShareCode, foreign)).code, 'share_code_not_found')

  await manager.call(api.revokeShareCode, path)
  assert.equal((await manager.problem(api.revokeShareCode, path)).code, 'share_code_not_found')
})

test('making, using and revoking a code is audited', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const { code, shareCode } = await owner.call(api.createShareCode, { params, body: { role: 'viewer', maxUses: 2 } })
  await stranger.call(api.joinResidence, { body: { code } })
  await owner.call(api.revokeShareCode, { params: { ...params, shareCodeId: shareCode.id } })
  const events = await app.db
    .selectFrom('audit_events')
    .select(['event', 'subject_id'])
    .where('residence_id', '=', residence.id)
    .where('event', '!=', 'residence.created')
    .orderBy('at')
    .orderBy('event')
    .execute()
  assert.deepEqual(events, [
    { event: 'share_code.created', subject_id: shareCode.id },
    { event: 'member.joined', subject_id: stranger.userId },
    { event: 'share_code.used', subject_id: shareCode.id },
    { event: 'share_code.revoked', subject_id: shareCode.id }
  ])
})

test('nothing in the database, nor in the log, opens a residence', async () => {
  const { owner, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const headers = { 'idempotency-key': 'make-a-code-once' }
  const { code } = await owner.call(api.createShareCode, { params, body: { role: 'viewer' }, headers })
  const file = await owner.call(api.createShareFile, { params, body: { role: 'viewer' } })
  const dump = (await dumpDatabase()) + JSON.stringify(app.log.lines)
  assert.ok(dump.includes(residence.id))
  for (const word of [code, file.code].flatMap(traces)) assert.ok(!dump.includes(word), word)

  const repeated = await owner.problem(api.createShareCode, { params, body: { role: 'viewer' }, headers })
  assert.equal(repeated.code, 'idempotency_reply_withheld')
})

test('a code that ran out is swept away, one that works is not', async () => {
  const { owner, residence } = await makeHousehold(app)
  const params = { residenceId: residence.id }
  const make = async () => (await owner.call(api.createShareCode, { params, body: { role: 'viewer' } })).shareCode.id
  await make()
  app.clock.advance({ days: 7 })
  const working = await make()
  await app.db.insertInto('outbox').values({ name: 'residences.sweep-share-codes', payload: '{}' }).execute()
  await app.runJobs()
  const left = await app.db.selectFrom('share_codes').select('id').where('residence_id', '=', residence.id).execute()
  assert.deepEqual(left, [{ id: working }])
})

test('a code is worth no more than the right of whoever made it', async () => {
  const { owner, manager, stranger, residence } = await makeHousehold(app)
  await addMember(app, residence, await app.person('Second owner'), 'owner')
  const params = { residenceId: residence.id }
  const { code: byManager } = await manager.call(api.createShareCode, { params, body: { role: 'member' } })
  const { code: byOwner } = await owner.call(api.createShareCode, { params, body: { role: 'manager' } })

  await owner.call(api.removeMember, { params: { ...params, userId: manager.userId } })
  assert.equal((await manager.problem(api.joinResidence, { body: { code: byManager } })).code, 'share_code_not_found')
  await owner.call(api.changeRole, { params: { ...params, userId: owner.userId }, body: { role: 'manager' } })
  assert.equal((await stranger.problem(api.joinResidence, { body: { code: byOwner } })).code, 'share_code_not_found')
  assert.deepEqual((await owner.call(api.listShareCodes, { params })).items, [])
})

/** Every row of every table as text. */
async function dumpDatabase(): Promise<string> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema')`.execute(app.db)
  const dumps = tables.map(async ({ schema, name }) => {
    const { rows } = await sql`select each::text as line from ${sql.table(`${schema}.${name}`)} each`.execute(app.db)
    return JSON.stringify(rows)
  })
  return (await Promise.all(dumps)).join('\n')
}

/** A code as somebody might have kept it: plain, encoded, or under a hash without a key. */
function traces(code: string): string[] {
  const plain = [code, code.toLowerCase(), Buffer.from(code).toString('base64'), Buffer.from(code).toString('hex')]
  const hashes = ['md5', 'sha1', 'sha256'].flatMap((hash) => [
    createHash(hash).update(code).digest('hex'),
    createHash(hash).update(code).digest('base64')
  ])
  return [...plain, ...hashes]
}
