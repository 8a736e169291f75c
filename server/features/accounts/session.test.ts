import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import * as api from '#contract/accounts.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { sessionOf } from './authenticate.ts'
import { argon2Hasher, createPasswords, parameters, type Hasher } from './passwords.ts'
import { mintSessionToken } from './session-token.ts'
import { account, auditTrail, newPerson, signIn } from './testing-account.ts'

const wrong = { email: 'anna@example.org', password: 'acht weisse Rosen', transport: 'bearer' } as const

/** An app whose computations with passwords are counted. */
async function countingApp(t: TestContext): Promise<{ app: TestApp; counted: () => string[] }> {
  let calls: string[] = []
  const real = argon2Hasher(parameters)
  const hasher: Hasher = {
    hash: (password) => (calls.push('hash'), real.hash(password)),
    verify: (stored, password) => (calls.push('verify'), real.verify(stored, password))
  }
  const app = await testApp(t, { passwords: createPasswords({ hasher }) })
  const counted = () => {
    const seen = calls
    calls = []
    return seen
  }
  return { app, counted }
}

test('the right password begins a session, however the address is written', async (t) => {
  const app = await testApp(t)
  const first = await account(app, { password: 'Gru\u0308ne Tu\u0308r 7' })

  const second = await signIn(app, { email: 'ANNA@example.org', password: 'Gr\u00fcne T\u00fcr 7' })

  assert.notEqual(second.token, first.token)
  assert.deepEqual(await second.caller.call(api.getMe), second.signedIn.me)
  assert.deepEqual(await first.caller.call(api.getMe), second.signedIn.me, 'the other session stays')
  assert.deepEqual((await auditTrail(app)).at(-1), { event: 'session.started', subject: second.signedIn.me.id })
})

// ASVS 6.3.8
test('a wrong password and an unknown address get the same bytes, and both refusals are noted', async (t) => {
  const app = await testApp(t)
  const { signedIn } = await account(app)
  const answers = []
  for (const email of ['anna@example.org', 'nobody@example.org']) {
    answers.push(await app.anonymous.send(api.signIn, { body: { ...wrong, email } }))
  }

  const [known, unknown] = answers.map(({ statusCode, headers, body }) => ({
    statusCode,
    headers: { ...headers, 'x-request-id': '', date: '' },
    body: body.replaceAll(/[0-9a-f-]{36}/g, 'id')
  }))
  assert.deepEqual(known, unknown)
  assert.equal(known?.statusCode, 401)
  assert.match(known?.body ?? '', /"sign_in_failed"/)
  assert.deepEqual((await auditTrail(app)).slice(-2), [
    { event: 'sign_in.refused', subject: signedIn.me.id },
    { event: 'sign_in.refused', subject: null }
  ])
  assert.equal((await app.db.selectFrom('sessions').select('id').execute()).length, 1)
})

// ASVS 6.3.8
test('each way through registration and sign-in costs exactly one computation', async (t) => {
  const { app, counted } = await countingApp(t)
  await account(app)
  const { password: _, ...right } = newPerson()
  counted()

  await app.anonymous.call(api.register, { body: newPerson({ email: 'new@example.org' }) })
  assert.deepEqual(counted(), ['hash'], 'a new address')
  await app.anonymous.call(api.register, { body: newPerson() })
  assert.deepEqual(counted(), ['hash'], 'a known address')
  await app.runJobs()
  assert.deepEqual(counted(), [], 'the mails')

  await signIn(app)
  assert.deepEqual(counted(), ['verify'], 'the right password')
  await app.anonymous.problem(api.signIn, { body: wrong })
  assert.deepEqual(counted(), ['verify'], 'a wrong password')
  await app.anonymous.problem(api.signIn, { body: { ...wrong, email: 'nobody@example.org' } })
  assert.deepEqual(counted(), ['verify'], 'an unknown address')
  await app.anonymous.problem(api.signIn, { body: { ...wrong, email: 'new@example.org' } })
  assert.deepEqual(counted(), ['verify'], 'an address that is not proved')
  await app.db.updateTable('users').set({ password_hash: 'broken' }).execute()
  await app.anonymous.problem(api.signIn, { body: { email: right.email, password: 'x', transport: 'bearer' } })
  assert.deepEqual(counted(), ['verify'], 'a row that somebody damaged')
})

// ASVS 11.2.2
test('a hash with lower parameters is replaced when its owner signs in, also by two at once', async (t) => {
  const app = await testApp(t)
  await account(app)
  const low = await argon2Hasher({ memoryKib: 8192, passes: 1, lanes: 1 }).hash('sieben rote Tulpen')
  await app.db.updateTable('users').set({ password_hash: low }).execute()

  await app.anonymous.problem(api.signIn, { body: wrong })
  assert.equal((await storedPassword(app)).password_hash, low, 'not by a wrong password')
  const results = await race(4, () => signIn(app))

  assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['fulfilled']))
  const stored = await storedPassword(app)
  assert.match(stored.password_hash ?? '', /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(stored.password_version, 1)
  await signIn(app)
})

function storedPassword(app: TestApp) {
  return app.db.selectFrom('users').select(['password_hash', 'password_version']).executeTakeFirstOrThrow()
}

// ASVS 15.2.2
test('too many sign-ins at once are told to come back, and nothing skips the computation', async (t) => {
  const gate = Promise.withResolvers<boolean>()
  const hasher: Hasher = { ...argon2Hasher(parameters), verify: () => gate.promise }
  const app = await testApp(t, { passwords: createPasswords({ hasher, parallel: 1, waiting: 1 }) })
  app.log.expectErrors()
  const attempts = [1, 2, 3].map(() => app.anonymous.send(api.signIn, { body: wrong }))

  const busy = await Promise.race(attempts)
  gate.resolve(true)

  assert.deepEqual(
    [busy.statusCode, busy.json<{ code: string }>().code, busy.headers['retry-after']],
    [503, 'busy', '2']
  )
  const statuses = (await Promise.all(attempts)).map(({ statusCode }) => statusCode)
  assert.equal(statuses.filter((status) => status === 401).length, 2)
})

// ASVS 7.4.1, 14.3.1
test('signing out ends this session and no other', async (t) => {
  const app = await testApp(t)
  const phone = await account(app)
  const laptop = await signIn(app)

  const response = await phone.caller.send(api.signOut)

  assert.equal(response.statusCode, 204)
  assert.match(String(response.headers['set-cookie']), /^__Host-honeydue=; .*(Max-Age=0|Expires=Thu, 01 Jan 1970)/)
  assert.equal(response.headers['clear-site-data'], '"cache"')
  assert.equal((await phone.caller.problem(api.getMe)).code, 'not_signed_in')
  assert.equal((await phone.caller.problem(api.signOut)).code, 'not_signed_in')
  await laptop.caller.call(api.getMe)
  assert.deepEqual((await auditTrail(app)).at(-1), { event: 'session.ended', subject: phone.signedIn.me.id })
})

// ASVS 7.3.1, 7.3.2
test('a session ends when it is not used, and in the end although it is', async (t) => {
  for (const [transport, idleDays, absoluteDays] of [
    ['cookie', 7, 30],
    ['bearer', 60, 365]
  ] as const) {
    const app = await testApp(t)
    await account(app)
    const begin = async () => {
      const response = await app.anonymous.send(api.signIn, {
        body: { ...wrong, password: 'sieben rote Tulpen', transport }
      })
      return response.cookies[0]?.value ?? response.json<{ token: string }>().token
    }
    const unused = await begin()
    app.clock.advance({ seconds: idleDays * 86_400 - 1 })
    assert.ok(await sessionOf(app.db, unused, app.clock.now()), `${transport}: used in the last second`)
    await lastSeenWritten(app)

    const used = await begin()
    const start = app.clock.now()
    for (let day = 1; day <= absoluteDays; day += idleDays - 1) {
      app.clock.set(start.add({ seconds: day * 86_400 - 1 }).toString())
      assert.ok(await sessionOf(app.db, used, app.clock.now()), `${transport}: day ${day}`)
      await lastSeenWritten(app)
    }
    app.clock.set(start.add({ hours: absoluteDays * 24 }).toString())
    assert.equal(await sessionOf(app.db, used, app.clock.now()), undefined, `${transport}: at its end`)

    const idle = await begin()
    app.clock.advance({ hours: idleDays * 24 })
    assert.equal(await sessionOf(app.db, idle, app.clock.now()), undefined, `${transport}: idle`)
  }
})

/** Until the note of the last use, which no request waits for, has arrived. */
async function lastSeenWritten(app: TestApp): Promise<void> {
  const now = app.clock.now().toString()
  for (;;) {
    const seen = await app.db.selectFrom('sessions').select('id').where('last_seen_at', '=', now).execute()
    if (seen.length > 0) return
  }
}

test('the last use is noted once a minute, by one write for many requests', async (t) => {
  const app = await testApp(t)
  const anna = await account(app)
  const began = app.clock.now().toString()
  const lastSeen = async () =>
    (await app.db.selectFrom('sessions').select('last_seen_at').executeTakeFirstOrThrow()).last_seen_at

  app.clock.advance({ seconds: 59 })
  await anna.caller.call(api.getMe)
  assert.equal(await lastSeen(), began)
  app.clock.advance({ seconds: 1 })
  let writes = 0
  const counting = app.db.withPlugin({
    transformQuery({ node }) {
      if (node.kind === 'UpdateQueryNode') writes += 1
      return node
    },
    transformResult: async ({ result }) => result
  })
  await race(50, () => sessionOf(counting, anna.token, app.clock.now()))
  await lastSeenWritten(app)
  assert.ok(writes >= 1 && writes < 5, `${writes} writes`)

  assert.equal(await lastSeen(), app.clock.now().toString())
  const version = await rowVersion(app)
  await race(50, () => anna.caller.call(api.getMe))
  assert.deepEqual(await rowVersion(app), version, 'not written again')
})

/** Changes with every write to the session's row. */
async function rowVersion(app: TestApp): Promise<unknown> {
  return (await app.database.pool.query(`select xmin::text, ctid::text from sessions`)).rows
}

// ASVS 7.1.2
test('somebody with twenty sessions who signs in once more loses the one unused the longest', async (t) => {
  const app = await testApp(t)
  const first = await account(app)
  const second = await signIn(app)
  app.clock.advance({ minutes: 5 })
  await first.caller.call(api.getMe)
  await lastSeenWritten(app)
  for (let count = 3; count <= 20; count += 1) await signIn(app)
  const sessions = () => app.db.selectFrom('sessions').select('id').execute()
  assert.equal((await sessions()).length, 20)

  const newest = await signIn(app)

  assert.equal((await second.caller.problem(api.getMe)).code, 'not_signed_in')
  await first.caller.call(api.getMe)
  await newest.caller.call(api.getMe)
  assert.equal((await sessions()).length, 20)
  const latest = (await auditTrail(app)).slice(-2) // of one moment, and so in no order
  assert.ok(latest.some(({ event, subject }) => event === 'session.evicted' && subject === first.signedIn.me.id))
})

// ASVS 7.2.1, 7.2.2
test('a token that is nobody’s, altered or of another shape opens nothing', async (t) => {
  const app = await testApp(t)
  const { token } = await account(app)
  const now = app.clock.now()

  assert.equal(await sessionOf(app.db, mintSessionToken().reveal(), now), undefined)
  assert.equal(
    await sessionOf(
      app.db,
      token.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      now
    ),
    undefined
  )
  assert.equal(await sessionOf(app.db, '', now), undefined)
  assert.equal(await sessionOf(app.db, `${token}\u0000`, now), undefined)
  assert.equal((await sessionOf(app.db, token, now))?.kind, 'user')
  await app.db.updateTable('sessions').set({ expires_at: now.toString() }).execute()
  assert.equal(await sessionOf(app.db, token, now), undefined, 'its absolute end was brought forward')
})

test('what a session knows of its device is bounded', async (t) => {
  const app = await testApp(t)
  await account(app)

  const headers = { 'user-agent': 'x'.repeat(5000) }
  await app.anonymous.call(api.signIn, { body: { ...wrong, password: 'sieben rote Tulpen' }, headers })

  const session = await app.db
    .selectFrom('sessions')
    .select(['user_agent', 'ip'])
    .orderBy('id', 'desc')
    .executeTakeFirst()
  assert.deepEqual(session, { user_agent: 'x'.repeat(300), ip: '127.0.0.1' })
})

test('of many who ask at the same moment, each is answered as themselves, and whose session ended is refused', async (t) => {
  const app = await testApp(t)
  const people = await Promise.all(Array.from({ length: 20 }, (_, index) => app.person(`Person ${index}`)))
  const ended = people.filter((_, index) => index % 5 === 2)
  for (const person of ended) await person.call(api.signOut)

  const answers = await Promise.all(people.map((person) => person.send(api.getMe)))

  const expected = people.map((person) => (ended.includes(person) ? 'not_signed_in' : person.userId))
  assert.deepEqual(
    answers.map((answer) => answer.json<{ id?: string; code?: string }>()).map(({ id, code }) => code ?? id),
    expected
  )
})
