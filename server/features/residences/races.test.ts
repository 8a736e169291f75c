import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { sql } from 'kysely'
import * as api from '#contract/residences.ts'
import { testApp, type Person } from '#test/harness.ts'
import { addMember, makeResidence } from '#test/make-residence.ts'
import { race } from '#test/race.ts'

const app = await testApp({ after })
const rounds = 20
const width = 100
const owner = await app.person('Olga Owner')
const heir = await app.person('Hugo Heir')
const crowd: Person[] = []
for (let count = 0; count < width; count++) crowd.push(await app.person(`Person ${count}`))

type Response = { statusCode: number; body: string }

/** How often each answer came, as `201` or `404 share_code_not_found`; a call that failed otherwise fails the test. */
async function tally(call: (person: Person, index: number) => Promise<Response>): Promise<Record<string, number>> {
  const results = await race(width, (index) => call(personAt(index), index))
  const counts: Record<string, number> = {}
  for (const result of results) {
    assert.equal(result.status, 'fulfilled')
    const { statusCode, body } = result.value
    const answer = statusCode < 400 ? `${statusCode}` : `${statusCode} ${JSON.parse(body).code}`
    counts[answer] = (counts[answer] ?? 0) + 1
  }
  return counts
}

function personAt(index: number): Person {
  const person = crowd[index]
  assert.ok(person)
  return person
}

async function membersOf(residenceId: string) {
  return (await owner.call(api.listMembers, { params: { residenceId } })).items
}

function makeCode(residenceId: string, maxUses = 1) {
  return owner.call(api.createShareCode, { params: { residenceId }, body: { role: 'viewer', maxUses } })
}

// ASVS 2.3.4, 15.4.2
test('of a hundred people with one single-use code exactly one joins', async () => {
  for (let round = 0; round < rounds; round++) {
    const { id } = await makeResidence(owner)
    const { code } = await makeCode(id)
    const answers = await tally((person) => person.send(api.joinResidence, { body: { code } }))
    assert.deepEqual(answers, { '201': 1, '404 share_code_not_found': width - 1 })
    assert.equal((await membersOf(id)).length, 2)
  }
})

test('one person a hundred times at once joins once and spends one use', async () => {
  for (let round = 0; round < 5; round++) {
    const { id } = await makeResidence(owner)
    const { code } = await makeCode(id, 50)
    const answers = await tally(() => personAt(round).send(api.joinResidence, { body: { code } }))
    assert.deepEqual(answers, { '201': 1, '409 already_member': width - 1 })
    const { items } = await owner.call(api.listShareCodes, { params: { residenceId: id } })
    assert.deepEqual(
      items.map(({ uses }) => uses),
      [1]
    )
  }
})

// ASVS 15.4.2
test('a code is used or revoked, never both', async () => {
  for (let round = 0; round < rounds; round++) {
    const { id } = await makeResidence(owner)
    const { code, shareCode } = await makeCode(id)
    const revoke = { params: { residenceId: id, shareCodeId: shareCode.id } }
    const revokeFirst = round % 2
    const answers = await tally((person, index) =>
      index % 2 === revokeFirst
        ? owner.send(api.revokeShareCode, revoke)
        : person.send(api.joinResidence, { body: { code } })
    )
    const { '201': joined = 0, '204': revoked = 0, '404 share_code_not_found': refused } = answers
    assert.deepEqual([joined + revoked, refused], [1, width - 1])
    assert.equal((await membersOf(id)).length, 1 + joined)
  }
})

test('of a hundred transfers by one owner exactly one is made', async () => {
  const heirs = crowd.slice(0, 10)
  for (let round = 0; round < rounds; round++) {
    const residence = await makeResidence(owner)
    for (const person of heirs) await addMember(app, residence, person, 'viewer')
    const params = { residenceId: residence.id }
    const answers = await tally((_, index) =>
      owner.send(api.transferOwnership, { params, body: { userId: personAt(index % heirs.length).userId } })
    )
    assert.deepEqual(answers, { '200': 1, '403 not_allowed': width - 1 })
    const roles = (await membersOf(residence.id)).map(({ role }) => role)
    assert.equal(roles.filter((role) => role === 'owner').length, 1)
    assert.equal(roles.filter((role) => role === 'manager').length, 1)
  }
})

/** The ways in which two owners can rid a residence of one of them. */
const waysOut: ((residenceId: string) => Promise<Response>)[] = [
  (residenceId) => owner.send(api.removeMember, { params: { residenceId, userId: owner.userId } }),
  (residenceId) => heir.send(api.removeMember, { params: { residenceId, userId: heir.userId } }),
  (residenceId) =>
    owner.send(api.changeRole, { params: { residenceId, userId: owner.userId }, body: { role: 'viewer' } }),
  (residenceId) =>
    heir.send(api.changeRole, { params: { residenceId, userId: heir.userId }, body: { role: 'viewer' } }),
  (residenceId) => owner.send(api.removeMember, { params: { residenceId, userId: heir.userId } }),
  (residenceId) =>
    heir.send(api.changeRole, { params: { residenceId, userId: owner.userId }, body: { role: 'viewer' } })
]

test('of two owners who leave, step down and remove each other a hundred times at once, one stays owner', async () => {
  for (let round = 0; round < rounds; round++) {
    const residence = await makeResidence(owner)
    await addMember(app, residence, heir, 'owner')
    const first = await tally((_, index) => wayOut(round + index)(residence.id))
    assert.ok(
      Object.keys(first).every((answer) => Number(answer.slice(0, 3)) < 500),
      JSON.stringify(first)
    )
    const owners = await app.db
      .selectFrom('memberships')
      .select('user_id')
      .where('residence_id', '=', residence.id)
      .where('role', '=', 'owner')
      .execute()
    assert.equal(owners.length, 1, JSON.stringify(first))
  }
})

function wayOut(index: number) {
  const way = waysOut[index % waysOut.length]
  assert.ok(way)
  return way
}

// ASVS 15.4.3
test('none of it was a deadlock that had to be undone and repeated', async () => {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(app.db)
  assert.deepEqual(rows, [{ deadlocks: 0 }])
})
