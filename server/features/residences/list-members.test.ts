import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { testApp } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'

const app = await testApp({ after })

test('every member sees all members in the order they joined', async () => {
  const [owner, second, third] = [await app.person('Olga'), await app.person('Zoe'), await app.person('Abe')]
  const residence = await makeResidence(owner)
  const joined = [app.clock.now().toString()]
  for (const person of [second, third]) {
    app.clock.advance({ minutes: 1 })
    joined.push(app.clock.now().toString())
    await addMember(app, residence, person, 'viewer')
  }
  const { items } = await third.call(api.listMembers, { params: { residenceId: residence.id } })
  assert.deepEqual(items, [
    { userId: owner.userId, displayName: 'Olga', role: 'owner', joinedAt: joined[0] },
    { userId: second.userId, displayName: 'Zoe', role: 'viewer', joinedAt: joined[1] },
    { userId: third.userId, displayName: 'Abe', role: 'viewer', joinedAt: joined[2] }
  ])
})

test('a stranger sees none, be they a member elsewhere', async () => {
  const { residence } = await makeHousehold(app)
  const { owner: stranger } = await makeHousehold(app)
  const problem = await stranger.problem(api.listMembers, { params: { residenceId: residence.id } })
  assert.equal(problem.code, 'residence_not_found')
})
