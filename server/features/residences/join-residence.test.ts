import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import * as api from '#contract/residences.ts'
import { testApp, type Person } from '#test/harness.ts'
import { addMember, makeHousehold, makeResidence } from '#test/make-residence.ts'
import { memberLimit } from './rules.ts'

const app = await testApp({ after })

async function makeCode(owner: Person, residenceId: string, maxUses = 1): Promise<{ code: string; id: string }> {
  const input = { params: { residenceId }, body: { role: 'member', maxUses } } as const
  const { code, shareCode } = await owner.call(api.createShareCode, input)
  return { code, id: shareCode.id }
}

test('who has a code becomes a member with its role and sees the residence', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id)
  app.clock.advance({ minutes: 1 })
  const joined = await stranger.call(api.joinResidence, { body: { code } })
  assert.deepEqual(joined, { ...residence, role: 'member', memberCount: 5 })
  assert.deepEqual((await stranger.call(api.listResidences, { query: {} })).items, [joined])
  const { items } = await owner.call(api.listMembers, { params: { residenceId: residence.id } })
  assert.deepEqual(items.at(-1), {
    userId: stranger.userId,
    displayName: 'Sam Stranger',
    role: 'member',
    joinedAt: app.clock.now().toString()
  })
})

const spellings: [what: string, spell: (code: string) => string][] = [
  ['in lower case', (code) => code.toLowerCase()],
  ['in groups', (code) => `${code.slice(0, 5)}-${code.slice(5)}`],
  ['with spaces', (code) => ` ${Array.from(code).join(' ')} `],
  ['with O for 0 and l for 1', (code) => code.replaceAll('0', 'O').replaceAll('1', 'l')]
]
for (const [what, spell] of spellings) {
  test(`a code typed ${what} is accepted`, async () => {
    const { owner, stranger, residence } = await makeHousehold(app)
    const { code } = await makeCode(owner, residence.id)
    await stranger.call(api.joinResidence, { body: { code: spell(code) } })
  })
}

// ASVS 6.3.8
test('a code that is wrong, used, expired, revoked or of an archived residence is answered byte for byte alike', async () => {
  const { owner, residence } = await makeHousehold(app)
  const archived = await makeHousehold(app)
  const expired = await makeCode(owner, residence.id)
  app.clock.advance({ days: 7 })
  const [used, revoked] = [await makeCode(owner, residence.id), await makeCode(owner, residence.id)]
  await (await app.person('Ben')).call(api.joinResidence, { body: { code: used.code } })
  await owner.call(api.revokeShareCode, { params: { residenceId: residence.id, shareCodeId: revoked.id } })
  const shut = await makeCode(archived.owner, archived.residence.id)
  await archived.owner.call(api.archiveResidence, { params: { residenceId: archived.residence.id } })

  const cleo = await app.person('Cleo')
  const codes = [
    '0000000000',
    'UUUUUUUUUU',
    'not a code at all',
    ...[expired, used, revoked, shut].map(({ code }) => code)
  ]
  const answers = new Set<string>()
  for (const code of codes) {
    const { statusCode, headers, body } = await cleo.send(api.joinResidence, { body: { code } })
    const { date: _date, 'x-request-id': requestId, ...rest } = headers
    answers.add(JSON.stringify([statusCode, rest, body.replaceAll(requestIdIn(body, requestId), '')]))
  }
  assert.equal(answers.size, 1, [...answers].join('\n'))
  assert.match([...answers].join(), /share_code_not_found/)
  assert.deepEqual((await cleo.call(api.listResidences, { query: {} })).items, [])
})

function requestIdIn(body: string, header: unknown): string {
  const { requestId } = JSON.parse(body) as { requestId: string } // a problem has one
  if (header !== undefined) assert.equal(header, requestId)
  return requestId
}

test('a code works until the last moment of its seven days and not after', async () => {
  const { owner, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id, 2)
  app.clock.advance({ hours: 167, minutes: 59, seconds: 59 })
  await (await app.person('Early')).call(api.joinResidence, { body: { code } })
  app.clock.advance({ seconds: 1 })
  const problem = await (await app.person('Late')).problem(api.joinResidence, { body: { code } })
  assert.equal(problem.code, 'share_code_not_found')
})

test('a member keeps their role and spends no use', async () => {
  const { owner, viewer, stranger, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id)
  for (const person of [viewer, owner]) {
    const problem = await person.problem(api.joinResidence, { body: { code } })
    assert.deepEqual([problem.status, problem.code], [409, 'already_member'])
  }
  const params = { residenceId: residence.id }
  assert.equal((await viewer.call(api.getResidence, { params })).role, 'viewer')
  assert.deepEqual(
    (await owner.call(api.listShareCodes, { params })).items.map(({ uses }) => uses),
    [0]
  )
  await stranger.call(api.joinResidence, { body: { code } })
})

test('a code for several people is spent with the last of them', async () => {
  const { owner, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id, 2)
  const people = [await app.person('One'), await app.person('Two'), await app.person('Three')]
  const statuses = []
  for (const person of people) statuses.push((await person.send(api.joinResidence, { body: { code } })).statusCode)
  assert.deepEqual(statuses, [201, 201, 404])
})

test('a code of an archived residence works again when it is brought back', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id)
  const params = { residenceId: residence.id }
  await owner.call(api.archiveResidence, { params })
  assert.equal((await stranger.problem(api.joinResidence, { body: { code } })).code, 'share_code_not_found')
  await owner.call(api.unarchiveResidence, { params })
  await stranger.call(api.joinResidence, { body: { code } })
})

test('who left can come back with a new code, not with the used one', async () => {
  const { owner, stranger, residence } = await makeHousehold(app)
  const { code } = await makeCode(owner, residence.id)
  await stranger.call(api.joinResidence, { body: { code } })
  await stranger.call(api.removeMember, { params: { residenceId: residence.id, userId: stranger.userId } })
  assert.equal((await stranger.problem(api.joinResidence, { body: { code } })).code, 'share_code_not_found')
  const second = await makeCode(owner, residence.id)
  await stranger.call(api.joinResidence, { body: { code: second.code } })
})

// ASVS 2.3.2
test('a residence takes no more members than its limit, and the code is not spent', async () => {
  const owner = await app.person('Anna')
  const residence = await makeResidence(owner)
  for (let count = 1; count < memberLimit - 1; count++) {
    await addMember(app, residence, await app.person(`Person ${count}`), 'viewer')
  }
  const { code } = await makeCode(owner, residence.id, 3)
  await (await app.person('Last')).call(api.joinResidence, { body: { code } })
  const problem = await (await app.person('Late')).problem(api.joinResidence, { body: { code } })
  assert.deepEqual([problem.status, problem.code], [409, 'residence_full'])
  const { items } = await owner.call(api.listShareCodes, { params: { residenceId: residence.id } })
  assert.deepEqual(
    items.map(({ uses }) => uses),
    [1]
  )
})

test('text that can be no code at all is refused', async () => {
  const anna = await app.person('Anna')
  for (const code of ['', '123456789', 'x'.repeat(41)]) {
    assert.equal((await anna.problem(api.joinResidence, { body: { code } })).code, 'invalid_input')
  }
})

test('the owners are told who joined, once each, in words of which nothing is a link', async () => {
  const { owner, residence } = await makeHousehold(app, { name: 'Villa evil.example' })
  const second = await app.person('Otto')
  await addMember(app, residence, second, 'owner')
  const { code } = await makeCode(owner, residence.id)
  const joiner = await app.person('Berta http://evil.example')
  await app.runJobs()
  app.mail.sent.length = 0

  await joiner.call(api.joinResidence, { body: { code } })
  await joiner.problem(api.joinResidence, { body: { code } })
  await app.runJobs()

  const told = app.mail.sent.filter(({ subject }) => subject === 'Somebody joined your home')
  assert.equal(told.length, 2)
  for (const mail of told) {
    assert.match(JSON.stringify(mail.body), new RegExp(`/homes/${residence.id}/people`))
    assert.match(JSON.stringify(mail.body), /Berta/)
    assert.doesNotMatch(JSON.stringify(mail.body), /evil\.example/)
  }
})
