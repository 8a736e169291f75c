import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import Type from 'typebox'
import { everybody, signedIn as asUser } from '#contract/policy.ts'
import { route, Strict, type Route } from '#contract/route.ts'
import { Line, Nullable } from '#contract/values.ts'
import { testDatabase } from '#test/database.ts'
import { captureLog } from '#test/log.ts'
import { AppError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { Ground } from '../make-context.ts'
import { keyringOf } from '../keyring.ts'
import { Secret } from '../secret.ts'
import { handle, signedIn, signedOut, tagged, type Handler } from './handle.ts'
import { createRateLimiter } from '../rate-limiter.ts'
import { rateLimits } from '../rate-limits.ts'
import { createServer } from './server.ts'

const echo = route({
  method: 'POST',
  path: '/api/echo/:name',
  tag: 'Test',
  summary: 'Says it back',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'default',
  params: Strict({ name: Line(10) }),
  query: Strict({ times: Type.Optional(Type.Integer({ default: 1 })) }),
  body: Strict({ text: Type.String(), count: Type.Optional(Nullable(Type.Integer())) }),
  status: 200,
  reply: Strict({ text: Type.String() }),
  errors: []
})
const whoAmI = route({
  method: 'GET',
  path: '/api/who',
  tag: 'Test',
  summary: 'Who',
  ...asUser,
  action: 'account.read',
  resource: 'self',
  status: 200,
  reply: Strict({ userId: Type.String() }),
  errors: []
})
const change = { ...whoAmI, method: 'PUT', path: '/api/who' } as const satisfies Route
const versioned = { ...whoAmI, path: '/api/versioned', tagged: true } as const satisfies Route
const fault = { ...whoAmI, path: '/api/fault', ...everybody } as const satisfies Route
const enter = { ...fault, method: 'POST', path: '/api/enter' } as const satisfies Route
const leave = route({
  method: 'DELETE',
  path: '/api/enter',
  tag: 'Test',
  summary: 'Out',
  ...everybody,
  action: 'account.enter',
  resource: 'none',
  rate: 'default',
  status: 204,
  errors: []
})

const userId = '01900000-0000-7000-8000-000000000001'
const failure = { error: new Error('boom') }
const handlers: Handler[] = [
  handle(echo, async (_ctx, { params, query, body }) => ({
    text: `${params.name}:${body.text.repeat(query.times ?? 0)}`,
    hidden: 'never leaves'
  })),
  handle(whoAmI, async (ctx) => ({ userId: ctx.actor.userId })),
  handle(change, async (ctx) => ({ userId: ctx.actor.userId })),
  handle(versioned, async (ctx) => tagged({ userId: ctx.actor.userId }, '"v1"')),
  handle(fault, async () => {
    throw failure.error
  }),
  handle(enter, async () => signedIn({ userId }, new Secret('token'), Temporal.Instant.from('2026-04-01T00:00:00Z'))),
  handle(leave, async () => signedOut())
]

async function testServer(t: TestContext, ground: Partial<Ground> = {}) {
  const log = captureLog()
  const { db, dbOf } = ground.db ? { db: ground.db, dbOf: () => assert.fail() } : (await testDatabase(t)).product
  const server = await createServer({
    handlers,
    keyring: keyringOf(new Secret('k'.repeat(32))),
    ground: {
      db,
      dbOf,
      log,
      now: Temporal.Now.instant,
      random: Math.random,
      keyring: keyringOf(new Secret('k'.repeat(32))),
      sealOrigin: async () => null,
      ...ground
    },
    authenticate: async (token) =>
      token.reveal() === 'token'
        ? {
            user: { kind: 'user', userId, sessionId: newId(), verified: true, authenticatedAt: Temporal.Now.instant() }
          }
        : undefined,
    publicOrigin: 'https://home.example',
    allowedHosts: ['localhost'],
    logger: log,
    proxies: { trusted: [] },
    limiter: createRateLimiter({ limits: rateLimits, log, now: Temporal.Now.instant })
  })
  t.after(() => server.close())
  return { server, log }
}

const json = { 'content-type': 'application/json' }
const bearer = { authorization: 'Bearer token' }
const cookie = { cookie: '__Host-honeydue=token' }

// ASVS 15.3.1
test('the reply holds what the schema names and nothing else', async (t) => {
  const { server } = await testServer(t)
  const reply = await server.inject({
    method: 'POST',
    url: '/api/echo/me?times=2',
    headers: json,
    payload: '{"text":"a"}'
  })
  assert.deepEqual(reply.json(), { text: 'me:aa' })
})

const refused: {
  name: string
  url?: string
  payload?: string | Buffer
  headers?: Record<string, string>
  status: number
  code: string
  field?: object
}[] = [
  {
    name: 'an unknown field',
    payload: '{"text":"a","more":1}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'body', path: '/more', reason: 'unknown' }
  },
  {
    name: 'a missing field',
    payload: '{}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'body', path: '/text', reason: 'missing' }
  },
  {
    name: 'text for a number',
    payload: '{"text":"a","count":"5"}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'body', path: '/count', reason: 'type' }
  },
  {
    name: 'an unknown query parameter',
    url: '/api/echo/me?more=1',
    payload: '{"text":"a"}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'query', path: '/more', reason: 'unknown' }
  },
  {
    name: 'a word for a number in the query',
    url: '/api/echo/me?times=x',
    payload: '{"text":"a"}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'query', path: '/times', reason: 'type' }
  },
  {
    name: 'a parameter that is too long',
    url: '/api/echo/12345678901',
    payload: '{"text":"a"}',
    status: 422,
    code: 'invalid_input',
    field: { in: 'params', path: '/name', reason: 'maxLength' }
  },
  { name: 'half a body', payload: '{"text":', status: 400, code: 'invalid_json' },
  { name: 'no body', payload: '', status: 422, code: 'invalid_input' },
  { name: 'bad UTF-8', payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), status: 400, code: 'invalid_json' },
  { name: 'a lone surrogate', payload: String.raw`{"text":"\ud800"}`, status: 400, code: 'invalid_json' },
  {
    name: 'a lone surrogate in a key',
    payload: String.raw`{"text":"a","\udfff":1}`,
    status: 400,
    code: 'invalid_json'
  },
  { name: 'NUL', payload: String.raw`{"text":"\u0000"}`, status: 400, code: 'invalid_json' },
  { name: 'deep JSON', payload: `{"text":${'['.repeat(33)}${']'.repeat(33)}}`, status: 400, code: 'invalid_json' },
  { name: 'deeper JSON than any stack', payload: '['.repeat(120_000), status: 400, code: 'invalid_json' },
  { name: '__proto__', payload: '{"text":"a","__proto__":{"admin":true}}', status: 400, code: 'invalid_json' },
  { name: 'a body of 10 MB', payload: Buffer.alloc(10_000_000, 'a'), status: 413, code: 'body_too_large' },
  {
    name: 'a form',
    payload: 'text=a',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported_media_type'
  },
  {
    name: 'a broken escape in the address',
    url: '/api/echo/%E0%A4%A',
    payload: '{"text":"a"}',
    status: 404,
    code: 'route_not_found'
  }
]
// ASVS 2.2.1
for (const { name, url = '/api/echo/me', payload = '', headers = json, status, code, field } of refused) {
  test(`${name} is refused with ${status} ${code}`, async (t) => {
    const { server } = await testServer(t)
    const reply = await server.inject({ method: 'POST', url, headers, payload })
    assert.equal(reply.statusCode, status, reply.body)
    assert.match(String(reply.headers['content-type']), /^application\/problem\+json/)
    const problem = reply.json<{ code: string; status: number; requestId: string; fields?: object[] }>()
    assert.deepEqual([problem.code, problem.status, problem.requestId], [code, status, reply.headers['x-request-id']])
    if (field) assert.deepEqual(problem.fields, [field])
  })
}

test('a body where none belongs is refused', async (t) => {
  const { server } = await testServer(t)
  const reply = await server.inject({
    method: 'PUT',
    url: '/api/who',
    headers: { ...json, ...bearer },
    payload: '{"userId":"me"}'
  })
  assert.equal(reply.json<{ code: string }>().code, 'invalid_input')
})

// ASVS 4.1.4
test('an unknown address is 404, a known one with another method 405 with the methods it knows', async (t) => {
  const { server } = await testServer(t)
  const unknown = await server.inject({ url: '/api/nothing' })
  assert.deepEqual([unknown.statusCode, unknown.json<{ code: string }>().code], [404, 'route_not_found'])
  const other = await server.inject({ method: 'DELETE', url: '/api/who' })
  assert.deepEqual([other.statusCode, other.headers.allow], [405, 'GET, HEAD, PUT'])
  assert.equal(other.json<{ code: string }>().code, 'method_not_allowed')
})

test('a session opens what needs one, in the header or in the cookie, and nothing else does', async (t) => {
  const { server } = await testServer(t)
  const status = async (headers: Record<string, string>) =>
    (await server.inject({ url: '/api/who', headers })).statusCode
  assert.equal(await status({}), 401)
  assert.equal(await status({ authorization: 'Bearer other' }), 401)
  assert.equal(await status({ authorization: 'Basic token' }), 401)
  assert.equal(await status(bearer), 200)
  assert.equal(await status(cookie), 200)
  assert.equal(await status({ ...bearer, ...cookie }), 400)
})

test('a refused credential is refused before the body is looked at', async (t) => {
  const { server } = await testServer(t)
  const reply = await server.inject({ method: 'PUT', url: '/api/who', headers: json, payload: '{' })
  assert.equal(reply.statusCode, 401)
})

// ASVS 3.5.1
test('with the cookie a write must come from this site', async (t) => {
  const { server } = await testServer(t)
  const status = async (headers: Record<string, string>) =>
    (await server.inject({ method: 'PUT', url: '/api/who', headers: { ...cookie, ...headers } })).statusCode
  assert.equal(await status({ 'sec-fetch-site': 'same-origin' }), 200)
  assert.equal(await status({ origin: 'https://home.example' }), 200)
  assert.equal(await status({}), 403)
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await status({ 'sec-fetch-site': 'same-site', origin: 'https://home.example' }), 403)
  assert.equal(await status({ origin: 'https://evil.example' }), 403)
  assert.equal(await status({ origin: 'null' }), 403)
})

// ASVS 7.6.2
test('another site cannot sign somebody in either, a program needs no origin', async (t) => {
  const { server } = await testServer(t)
  const status = async (headers: Record<string, string>) =>
    (await server.inject({ method: 'POST', url: '/api/enter', headers })).statusCode
  assert.equal(await status({ 'sec-fetch-site': 'cross-site' }), 403)
  assert.equal(await status({}), 200)
})

// ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4
test('the session cookie is for this host, https and the server alone; signing out takes it away', async (t) => {
  const { server } = await testServer(t)
  const entered = await server.inject({ method: 'POST', url: '/api/enter' })
  const [set] = entered.cookies
  assert.deepEqual(
    { ...set, expires: undefined },
    {
      name: '__Host-honeydue',
      value: 'token',
      path: '/',
      httpOnly: true,
      secure: true,
      sameSite: 'Lax',
      expires: undefined
    }
  )
  const left = await server.inject({ method: 'DELETE', url: '/api/enter' })
  assert.deepEqual([left.cookies[0]?.value, left.cookies[0]?.expires?.getTime()], ['', 0])
})

test('a GET that names the current tag gets 304 without a body', async (t) => {
  const { server } = await testServer(t)
  const get = (tag?: string) =>
    server.inject({ url: '/api/versioned', headers: { ...bearer, ...(tag && { 'if-none-match': tag }) } })
  const first = await get()
  assert.deepEqual([first.statusCode, first.headers.etag], [200, '"v1"'])
  const again = await get('"v0", W/"v1"')
  assert.deepEqual([again.statusCode, again.body, again.headers.etag], [304, '', '"v1"'])
  assert.equal((await get('"v2"')).statusCode, 200)
})

// ASVS 13.4.2, 16.5.1
test('a fault says nothing but that it is ours, and is logged once with the request id', async (t) => {
  const { server, log } = await testServer(t)
  failure.error = new Error('a secret detail')
  const reply = await server.inject({ url: '/api/fault' })
  assert.equal(reply.statusCode, 500)
  assert.doesNotMatch(reply.body, /secret detail/)
  assert.deepEqual(
    log.unexpectedErrors().map(({ fields }) => (fields as { requestId: string }).requestId),
    [reply.headers['x-request-id']]
  )
})

const databaseFaults: { name: string; error: object; code: string; status: number }[] = [
  { name: 'a lock that was not to be had', error: { code: '55P03' }, code: 'busy', status: 503 },
  { name: 'a statement that took too long', error: { code: '57014' }, code: 'busy', status: 503 },
  { name: 'too many connections', error: { code: '53300' }, code: 'busy', status: 503 },
  { name: 'a database that is being shut down', error: { code: '57P01' }, code: 'database_unavailable', status: 503 },
  {
    name: 'a refused connection',
    error: { code: 'ECONNREFUSED', syscall: 'connect' },
    code: 'database_unavailable',
    status: 503
  },
  { name: 'a constraint that nobody thought of', error: { code: '23514' }, code: 'internal', status: 500 }
]
for (const { name, error, code, status } of databaseFaults) {
  test(`${name} is answered with ${status} ${code}`, async (t) => {
    const { server } = await testServer(t)
    failure.error = Object.assign(new Error('database'), error)
    const reply = await server.inject({ url: '/api/fault' })
    assert.deepEqual([reply.statusCode, reply.json<{ code: string }>().code], [status, code])
    assert.equal(reply.headers['retry-after'] !== undefined, code !== 'internal')
  })
}

test('a problem that a verb throws is answered as it is', async (t) => {
  const { server } = await testServer(t)
  failure.error = new AppError('task_already_done')
  const reply = await server.inject({ url: '/api/fault' })
  assert.equal(reply.json<{ code: string }>().code, 'task_already_done')
})

test('every answer carries the security headers, refusals included', async (t) => {
  const { server } = await testServer(t)
  for (const url of ['/api/who', '/api/nothing', '/nothing', '/api/versioned']) {
    const { headers } = await server.inject({ url })
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.match(String(headers['content-security-policy']), /frame-ancestors 'none'/, url)
    assert.match(String(headers['strict-transport-security']), /max-age=63072000/, url)
    assert.equal(headers['referrer-policy'], 'no-referrer', url)
  }
})
