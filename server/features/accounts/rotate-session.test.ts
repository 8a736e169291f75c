import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LightMyRequestResponse } from 'fastify'
import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/security.ts'
import { sessionCookie } from '#server/platform/http/credentials.ts'
import { Secret } from '#server/platform/secret.ts'
import { replicaOf, testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { account, auditedEvents, newPerson } from './testing-account.ts'

const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0'

/** The token that an answer puts into the cookie; undefined when it leaves the cookie alone. */
function given({ cookies }: LightMyRequestResponse): string | undefined {
  return cookies.find(({ name }) => name === sessionCookie)?.value
}

async function browserSession(app: TestApp): Promise<string> {
  const { email, password } = newPerson()
  const response = await app.anonymous.send(accounts.signIn, {
    body: { email, password, transport: 'cookie' },
    headers: { 'sec-fetch-site': 'same-origin', 'user-agent': firefox }
  })
  return given(response) ?? assert.fail(response.body)
}

function inBrowser(app: TestApp, token: string) {
  const headers = { cookie: `${sessionCookie}=${token}`, 'sec-fetch-site': 'same-origin' }
  return {
    get: () => app.anonymous.send(accounts.getMe, { headers }),
    send: ((route, ...[input]) =>
      app.anonymous.send(route, { ...input, headers } as never)) as typeof app.anonymous.send // the input of that route
  }
}

// ASVS 7.2.4
test('a browser’s session goes on under another token after a day, and not before', async (t) => {
  const app = await testApp(t)
  await account(app)
  const first = await browserSession(app)
  app.clock.advance({ seconds: 24 * 3600 - 1 })
  assert.equal(given(await inBrowser(app, first).get()), undefined)
  app.clock.advance({ seconds: 1 })

  const response = await inBrowser(app, first).get()

  const second = given(response) ?? assert.fail('no new cookie')
  assert.equal(response.statusCode, 200)
  assert.notEqual(second, first)
  const [cookie] = response.cookies
  const { name: _, value: __, ...attributes } = cookie ?? assert.fail('no cookie')
  assert.deepEqual(attributes, {
    path: '/',
    httpOnly: true,
    secure: true,
    sameSite: 'Lax',
    expires: new Date('2026-04-09T12:00:00Z') // thirty days after signing in, as before
  })
  const next = await inBrowser(app, second).get()
  assert.deepEqual([next.statusCode, given(next)], [200, undefined])
})

test('of many requests at once, in two processes, all are answered and all lead to one successor', async (t) => {
  const app = await testApp(t)
  const replica = await replicaOf(app, t)
  await account(app)
  const first = await browserSession(app)
  app.clock.advance({ hours: 25 })

  const results = await race(30, (index) => inBrowser(index % 2 === 0 ? app : replica, first).get())

  const answers = results.map((result) => (result.status === 'fulfilled' ? result.value : assert.fail('no answer')))
  assert.deepEqual(new Set(answers.map(({ statusCode }) => statusCode)), new Set([200]))
  const successors = new Set(answers.map(given))
  assert.equal(successors.size, 1)
  assert.ok(!successors.has(undefined), 'whoever lost the race is led there too')
  assert.equal((await app.db.selectFrom('former_session_tokens').select('digest').execute()).length, 1)
  assert.equal((await app.db.selectFrom('sessions').select('id').execute()).length, 2, 'no session more')
})

test('the former token works for a minute, also for who never got the answer with the new one', async (t) => {
  const app = await testApp(t)
  const replica = await replicaOf(app, t)
  await account(app)
  const first = await browserSession(app)
  app.clock.advance({ hours: 24 })
  const second = given(await inBrowser(app, first).get())
  app.clock.advance({ seconds: 60 })

  const late = await inBrowser(replica, first).get()

  assert.deepEqual([late.statusCode, given(late)], [200, second])
})

// ASVS 7.4.1, 6.3.5
test('a copy that is used later ends the session for everybody: audited and mailed once, and gone from the list', async (t) => {
  const app = await testApp(t)
  const replica = await replicaOf(app, t)
  const phone = await account(app)
  const first = await browserSession(app)
  app.clock.advance({ hours: 24 })
  const second = given(await inBrowser(app, first).get()) ?? assert.fail('no new cookie')
  app.clock.advance({ hours: 24 })
  const third = given(await inBrowser(app, second).get()) ?? assert.fail('no new cookie')
  app.clock.advance({ seconds: 61 })
  await app.runJobs()
  const mailsBefore = app.mail.sent.length

  const copies = await race(20, (index) => inBrowser(index % 2 === 0 ? app : replica, first).get())

  const statuses = copies.map((result) => (result.status === 'fulfilled' ? result.value.statusCode : 500))
  assert.deepEqual(new Set(statuses), new Set([401]))
  for (const token of [first, second, third])
    for (const process of [app, replica]) assert.equal((await inBrowser(process, token).get()).statusCode, 401)
  await app.runJobs()
  const [mail, ...more] = app.mail.sent.slice(mailsBefore)
  assert.deepEqual(more, [])
  assert.equal(mail?.to, 'anna@example.org')
  assert.match(JSON.stringify(mail), /Firefox on Windows/)
  assert.deepEqual(
    (await auditedEvents(app)).filter((event) => event === 'session.token_reused'),
    ['session.token_reused']
  )
  const { items } = await phone.caller.call(api.listSessions)
  assert.deepEqual(
    items.map(({ current }) => current),
    [true],
    'the other device is signed in as before'
  )
})

test('an ordinary request asks no more of the database than whose the token is', async (t) => {
  const app = await testApp(t)
  await account(app)
  const token = await browserSession(app)
  const statements: string[] = []
  const db = app.db.withPlugin({
    transformQuery: ({ node }) => (statements.push(node.kind), node),
    transformResult: async ({ result }) => result
  })
  const origin = () => ({ requestId: 'test', ip: undefined, userAgent: '' })

  const session = await app.product.authenticate({ ...app.ground, db }, new Secret(token), origin, 'user')

  assert.equal(session?.successor, undefined)
  assert.deepEqual(statements, [])
  app.clock.advance({ hours: 24 })
  assert.ok((await app.product.authenticate({ ...app.ground, db }, new Secret(token), origin, 'user'))?.successor)
  assert.deepEqual(statements.length > 0, true, 'the counting counts')
})

test('a step-up with the request that renews the cookie leaves the browser with the token that works', async (t) => {
  const app = await testApp(t)
  await account(app)
  const first = await browserSession(app)
  app.clock.advance({ hours: 24 })
  const body = { proofs: [{ method: 'password' as const, password: newPerson().password }] }

  const response = await inBrowser(app, first).send(api.stepUp, { body })

  assert.equal(response.statusCode, 200, response.body)
  const names = response.cookies.map(({ name }) => name)
  assert.deepEqual(names, [sessionCookie], 'one cookie, not two that contradict each other')
  assert.equal((await inBrowser(app, given(response) ?? '').get()).statusCode, 200)
})

test('signing out, and signing in anew, with a former token end its session', async (t) => {
  const app = await testApp(t)
  await account(app)
  for (const way of ['out', 'in'] as const) {
    const first = await browserSession(app)
    app.clock.advance({ hours: 24 })
    const second = given(await inBrowser(app, first).get()) ?? assert.fail('no new cookie')
    const { email, password } = newPerson()

    const response =
      way === 'out'
        ? await inBrowser(app, first).send(accounts.signOut)
        : await inBrowser(app, first).send(accounts.signIn, { body: { email, password, transport: 'cookie' } })

    assert.ok(response.statusCode < 300, response.body)
    assert.equal((await inBrowser(app, second).get()).statusCode, 401, way)
  }
})

// ASVS 7.2.4
test('an app’s token stays until the app asks for another; it may ask again when no answer came', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  app.clock.advance({ hours: 48 })
  const response = await phone.caller.send(accounts.getMe)
  assert.deepEqual([response.statusCode, response.cookies], [200, []])

  const [one, ...others] = await Promise.all([1, 2, 3, 4].map(() => phone.caller.call(api.rotateSession)))
  const again = await phone.caller.call(api.rotateSession)

  assert.match(one?.token ?? '', /^hds_/)
  assert.notEqual(one?.token, phone.token)
  for (const other of [...others, again]) assert.deepEqual(other, one)
  await app.caller(one?.token ?? '').call(accounts.getMe)
  app.clock.advance({ seconds: 61 })
  assert.equal((await phone.caller.problem(api.rotateSession)).code, 'not_signed_in')
  assert.equal((await app.caller(one?.token ?? '').problem(accounts.getMe)).code, 'not_signed_in', 'the family ended')
})

test('a browser that asks for another token gets it in the cookie and nowhere else', async (t) => {
  const app = await testApp(t)
  await account(app)
  const first = await browserSession(app)

  const response = await inBrowser(app, first).send(api.rotateSession)

  assert.equal(response.json<{ token: unknown }>().token, null)
  assert.equal((await inBrowser(app, given(response) ?? '').get()).statusCode, 200)
})

test('a token that a step-up replaced ends nothing when it comes once more: a second tab may send it', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  const body = { proofs: [{ method: 'password' as const, password: phone.password }] }
  const { token } = await phone.caller.call(api.stepUp, { body })
  app.clock.advance({ minutes: 5 })

  assert.equal((await phone.caller.problem(accounts.getMe)).code, 'not_signed_in')

  await app.caller(token ?? '').call(accounts.getMe)
})
