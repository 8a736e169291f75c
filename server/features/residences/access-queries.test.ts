import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { sql } from 'kysely'
import type { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { makeContext } from '#server/platform/make-context.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { testApp, type Person } from '#test/harness.ts'
import { makeHousehold } from '#test/make-residence.ts'
import { lockMyResidences, membersAmong, myResidences, requireMember, requireRight } from './access.ts'
import { deleteMember, setRole } from './member-queries.ts'

const app = await testApp({ after })

function contextOf({ userId }: Person) {
  const origin = { requestId: 'test', ip: undefined, userAgent: '' }
  return makeContext(
    app.ground,
    { kind: 'user', userId, sessionId: newId(), verified: true, authenticatedAt: app.clock.now() },
    origin
  )
}

// ASVS 8.4.1
test('a query that begins at the caller’s residences does not see a foreign task', async () => {
  const { viewer, stranger, residence } = await makeHousehold(app)
  const taskId = await insertTask(residence.id)
  const find = ({ userId }: Person) =>
    myResidences(app.db, userId)
      .innerJoin('tasks', 'tasks.residence_id', 'residences.id')
      .where('tasks.id', '=', taskId)
      .select('tasks.id')
      .execute()
  assert.deepEqual(await find(viewer), [{ id: taskId }])
  assert.deepEqual(await find(stranger), [])
})

test('a member is told what other features need of the residence', async () => {
  const { viewer, stranger, residence } = await makeHousehold(app)
  assert.deepEqual(await requireMember(contextOf(viewer), residence.id), {
    residenceId: residence.id,
    role: 'viewer',
    timeZone: 'Europe/Berlin',
    archivedAt: null
  })
  await assert.rejects(requireMember(contextOf(stranger), residence.id), { code: 'residence_not_found' })
})

test('of some people, those who are members of that residence', async () => {
  const { owner, member, stranger, residence } = await makeHousehold(app)
  const elsewhere = await makeHousehold(app)
  const people = [owner.userId, stranger.userId, elsewhere.owner.userId, member.userId, newId()]
  assert.deepEqual(await membersAmong(app.db, residence.id, people), new Set([owner.userId, member.userId]))
  assert.deepEqual(await membersAmong(app.db, residence.id, []), new Set())
})

const changes: [what: string, change: (tx: Tx, residenceId: string, userId: string) => Promise<void>, code: string][] =
  [
    ['was removed', deleteMember, 'residence_not_found'],
    ['became viewer', (tx, residenceId, userId) => setRole(tx, residenceId, userId, 'viewer'), 'not_allowed']
  ]
for (const [what, change, code] of changes) {
  test(`a write that waited while its author ${what} is refused`, async () => {
    const { owner, manager, residence } = await makeHousehold(app)
    const { waiting } = await contextOf(owner).write(async (tx) => {
      await lockMyResidences(tx, owner.userId)
        .where('residences.id', '=', residence.id)
        .select('residences.id')
        .execute()
      await change(tx, residence.id, manager.userId)
      const ctx = contextOf(manager)
      const edit = ctx.write((own) => requireRight(own, ctx, residence.id, 'residence.edit'))
      const ended = edit.then(
        () => 'done',
        (error: AppError) => error.code
      )
      await somebodyWaits()
      return { waiting: ended }
    })
    assert.equal(await waiting, code)
  })
}

/** Until a statement of this database waits for a lock. */
async function somebodyWaits(): Promise<void> {
  const waiting = sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and state = 'active'`
  for (let look = 0; look < 5000; look++) {
    if ((await waiting.execute(app.db)).rows.length > 0) return
  }
  assert.fail('nobody waits')
}

async function insertTask(residenceId: string): Promise<string> {
  const id = newId()
  await app.db
    .insertInto('tasks')
    .values({ id, residence_id: residenceId, title: 'Filter', schedule: '{"kind":"once"}' })
    .execute()
  return id
}
