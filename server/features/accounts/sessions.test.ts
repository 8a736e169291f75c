import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/security.ts'
import { newId } from '#server/platform/ids.ts'
import { replicaOf, testApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { sessionCookie } from '#server/platform/http/credentials.ts'
import { account, auditTrail, newPerson, signIn } from './testing-account.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0'

// ASVS 7.5.2
test('somebody sees where they are signed in: device, country, how and when; never a token or its digest', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  app.clock.advance({ hours: 2 })
  const { email, password } = newPerson()
  const body = { email, password, transport: 'bearer' } as const
  await app.inject({
    method: 'POST',
    url: accounts.signIn.path,
    headers: { 'user-agent': firefox, 'content-type': 'application/json' },
    remoteAddress: '91.65.1.1',
    payload: JSON.stringify(body)
  })
  await app.person('Somebody else')

  const response = await phone.caller.send(api.listSessions)

  const [laptop, current, ...more] = response.json<{ items: api.Session[] }>().items
  assert.deepEqual(more, [])
  assert.deepEqual(
    { ...laptop, id: '' },
    {
      id: '',
      current: false,
      browser: 'Firefox',
      system: 'Windows',
      country: 'DE',
      methods: ['password'],
      createdAt: '2026-03-10T14:00:00Z',
      lastSeenAt: '2026-03-10T14:00:00Z'
    }
  )
  assert.deepEqual([current?.current, current?.country], [true, null])
  assert.deepEqual(current?.methods, ['password', 'mailed_code'])
  const stored = await app.db.selectFrom('sessions').select('token_digest').execute()
  for (const { token_digest: digest } of stored)
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      assert.ok(!response.body.includes(digest.toString(encoding)))
  assert.doesNotMatch(response.body, /hds_/)
})

test('a session that has ended by time is not listed', async (t) => {
  const app = await testApp(t)
  await account(app)
  app.clock.advance({ hours: 24 * 59 })
  const newest = await signIn(app)
  app.clock.advance({ hours: 24 * 2 })

  const { items } = await newest.caller.call(api.listSessions)

  assert.deepEqual(
    items.map(({ current }) => current),
    [true]
  )
})

// ASVS 7.4.1, 7.4.3, 7.5.2
test('one other device, all others, or all are signed out; what ends is refused at once', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  const [laptop, tablet, kiosk] = [await signIn(app), await signIn(app), await signIn(app)]
  const idOf = async (caller: typeof phone.caller) =>
    (await caller.call(api.listSessions)).items.find(({ current }) => current)?.id ?? assert.fail('no session')

  await phone.caller.call(api.endSession, { params: { sessionId: await idOf(laptop.caller) } })
  assert.equal((await laptop.caller.problem(accounts.getMe)).code, 'not_signed_in')
  await tablet.caller.call(accounts.getMe)

  await phone.caller.call(api.endOtherSessions)
  for (const { caller } of [tablet, kiosk]) assert.equal((await caller.problem(accounts.getMe)).code, 'not_signed_in')

  const own = await phone.caller.send(api.endAllSessions)
  assert.match(String(own.headers['set-cookie']), /^__Host-honeydue=; /)
  assert.equal((await phone.caller.problem(accounts.getMe)).code, 'not_signed_in')
  assert.equal((await auditTrail(app)).filter(({ event }) => event === 'session.ended').length, 3)
})

test('signing out one’s own device through the list takes its cookie away', async (t) => {
  const app = await testApp(t)
  const { caller } = await account(app)
  const [own] = (await caller.call(api.listSessions)).items

  const response = await caller.send(api.endSession, { params: { sessionId: own?.id ?? '' } })

  assert.equal(response.statusCode, 204)
  assert.match(String(response.headers['set-cookie']), /^__Host-honeydue=; /)
  assert.equal((await caller.problem(api.listSessions)).code, 'not_signed_in')
})

// ASVS 7.5.2, 8.2.2
test('somebody else’s session is not found, just as one that never was, and goes on', async (t) => {
  const app = await testApp(t)
  const { caller } = await account(app)
  const stranger = await app.person('Stranger')
  const [foreign] = (await stranger.call(api.listSessions)).items

  for (const sessionId of [foreign?.id ?? '', newId()])
    assert.equal((await caller.problem(api.endSession, { params: { sessionId } })).code, 'session_not_found')

  await stranger.call(accounts.getMe)
})

// ASVS 7.5.2, 7.5.3
test('ending sessions asks who it is after ten minutes; looking at them does not', async (t) => {
  const app = await testApp(t)
  const { caller } = await account(app)
  const [own] = (await caller.call(api.listSessions)).items
  app.clock.advance({ minutes: 11 })

  const refusals = [
    await caller.problem(api.endSession, { params: { sessionId: own?.id ?? '' } }),
    await caller.problem(api.endOtherSessions),
    await caller.problem(api.endAllSessions)
  ]

  assert.deepEqual(
    refusals.map(({ code }) => code),
    Array(3).fill('step_up_required')
  )
  await caller.call(api.listSessions)
})

// ASVS 7.4.1
test('a session that ends in one process has ended in every other one, also if that one has just served it', async (t) => {
  const app = await testApp(t)
  const replica = await replicaOf(app, t)
  const phone = await account(app)
  for (let count = 0; count < 5; count += 1) {
    const laptop = await signIn(app)
    const elsewhere = replica.caller(laptop.token)
    await elsewhere.call(accounts.getMe)
    await phone.caller.call(api.endOtherSessions)
    assert.equal((await elsewhere.problem(accounts.getMe)).code, 'not_signed_in')
  }
})

test('a session that many end at once ends once', async (t) => {
  const app = await testApp(t)
  const { caller } = await account(app)
  await signIn(app)
  const other = (await caller.call(api.listSessions)).items.find(({ current }) => !current)

  const results = await race(50, () => caller.send(api.endSession, { params: { sessionId: other?.id ?? '' } }))

  const statuses = results.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  assert.equal(statuses.filter((status) => status === 204).length, 1)
  assert.equal(statuses.filter((status) => status === 404).length, 49)
})

// ASVS 7.2.4
test('signing in where somebody is signed in ends the session that came along, whosever it was', async (t) => {
  const app = await testApp(t)
  await account(app)
  const ben = newPerson({ email: 'ben@example.org', displayName: 'Ben' })
  await account(app, ben)
  const enter = (body: { email: string; password: string }, cookie?: string) =>
    app.anonymous.send(accounts.signIn, {
      body: { email: body.email, password: body.password, transport: 'cookie' },
      headers: { 'sec-fetch-site': 'same-origin', ...(cookie !== undefined && { cookie }) }
    })
  const first = cookieOf(await enter(newPerson()))

  const second = cookieOf(await enter(newPerson(), first))
  const refused = await enter({ email: ben.email, password: 'not his' }, second)
  const third = cookieOf(await enter(ben, second))

  assert.equal(refused.statusCode, 401)
  assert.equal(new Set([first, second, third]).size, 3)
  const statuses = []
  for (const cookie of [first, second, third])
    statuses.push((await app.inject({ url: accounts.getMe.path, headers: { cookie } })).statusCode)
  assert.deepEqual(statuses, [401, 401, 200])
})

// ASVS 7.2.4
test('a token that somebody planted before does not become a session', async (t) => {
  const app = await testApp(t)
  await account(app)
  const planted = `${sessionCookie}=hds_planted`
  const { email, password } = newPerson()
  const response = await app.anonymous.send(accounts.signIn, {
    body: { email, password, transport: 'cookie' },
    headers: { cookie: planted, 'sec-fetch-site': 'same-origin' }
  })

  assert.equal(response.statusCode, 201)
  assert.notEqual(cookieOf(response), planted)
  assert.equal((await app.inject({ url: accounts.getMe.path, headers: { cookie: planted } })).statusCode, 401)
})

function cookieOf({ cookies }: { cookies: { name: string; value: string }[] }): string {
  const [cookie] = cookies
  return `${cookie?.name}=${cookie?.value}`
}
