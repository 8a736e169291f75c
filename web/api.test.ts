import assert from 'node:assert/strict'
import { afterEach, beforeEach, test, type TestContext } from 'node:test'
import { getMe, signOut, updateMe } from '#contract/accounts.ts'
import { tellWith } from './limit-reached.ts'
import { endAllSessions, endOtherSessions } from '#contract/security.ts'
import { listCompletions } from '#contract/completions.ts'
import { getResidence, updateResidence } from '#contract/residences.ts'
import { addressOf } from './address.ts'
import { askWith } from './step-up.ts'
import { answeredAt, ApiProblem, call, etagOf, forgetAnswers, queryKey } from './api.ts'
import { keepAnswersWith, type Answer } from './kept.ts'

type Sent = { url: string; method: string; headers: Headers; body: string | undefined }
const residenceId = '0197a0f0-0000-7000-8000-000000000001'
const params = { residenceId }

beforeEach(forgetAnswers)
afterEach((context) => (context as TestContext).mock.restoreAll()) // node:test gives the context of the test

/** Answers each request in turn; an Error stands for no connection. Returns what was sent. */
function answering(context: TestContext, ...answers: (Response | Error)[]): Sent[] {
  const sent: Sent[] = []
  context.mock.method(globalThis, 'fetch', async (url: string, init: RequestInit) => {
    const body = typeof init.body === 'string' ? init.body : undefined
    sent.push({ url, method: init.method ?? 'GET', headers: new Headers(init.headers), body })
    const answer = answers.shift()
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('no answer left')
    return answer
  })
  return sent
}
const json = (value: unknown, headers: Record<string, string> = {}) => Response.json(value, { headers })
const problem = (status: number, value: object) =>
  Response.json(value, { status, headers: { 'content-type': 'application/problem+json; charset=utf-8' } })
const notOnline = () => new TypeError('fetch failed')

test('parameters and the query are put in the address, what is left out is left out', () => {
  assert.equal(addressOf(getResidence, { params: { residenceId: 'a/b' } }), '/api/residences/a%2Fb')
  const query = { limit: 5, from: '2026-01-01', to: undefined }
  assert.equal(
    addressOf(listCompletions, { params, query }),
    `/api/residences/${residenceId}/completions?limit=5&from=2026-01-01`
  )
  assert.deepEqual(queryKey(getResidence, { params }), ['/api/residences/:residenceId', params, {}])
})

test('a tagged reading is asked for again with its tag, and unchanged it is the very same object', async (context) => {
  const sent = answering(context, json({ id: 1 }, { etag: '"v1"' }), new Response(null, { status: 304 }))
  const first = await call(getResidence, { params })
  const second = await call(getResidence, { params })
  assert.equal(sent[0]?.headers.get('if-none-match'), null)
  assert.equal(sent[1]?.headers.get('if-none-match'), '"v1"')
  assert.equal(second, first)
  assert.equal(etagOf(second), '"v1"')
})

test('without a connection a reading gives what was kept, with its tag and its time; what was refused stays refused', async (context) => {
  const kept = new Map<string, Answer>()
  keepAnswersWith({
    account: () => null,
    keep: ({ url }, answer) => kept.set(url, answer),
    recall: async ({ url }) => kept.get(url),
    forget: () => kept.clear()
  })
  const given = json({ id: 1 }, { etag: '"v1"', date: 'Thu, 26 Nov 2026 10:42:00 GMT' })
  answering(context, given, notOnline(), problem(404, { code: 'residence_not_found', requestId: '1' }), notOnline())
  const first = await call(getResidence, { params })
  const second = await call(getResidence, { params })
  assert.deepEqual(second, first)
  assert.equal(etagOf(second), '"v1"')
  assert.equal(new Date(answeredAt(second) ?? 0).toISOString().slice(0, 16), '2026-11-26T10:42')
  await assert.rejects(call(getResidence, { params }), { code: 'residence_not_found' })
  forgetAnswers()
  await assert.rejects(call(getResidence, { params }), { code: 'offline' })
})

test('after somebody else signs in nothing is remembered', async (context) => {
  const sent = answering(context, json({ id: 1 }, { etag: '"v1"' }), json({ id: 2 }, { etag: '"v2"' }))
  await call(getResidence, { params })
  forgetAnswers()
  await call(getResidence, { params })
  assert.equal(sent[1]?.headers.get('if-none-match'), null)
})

test('a write sends its body, its condition and a key', async (context) => {
  const sent = answering(context, json({ id: 1 }))
  await call(updateResidence, { params, body: { name: 'New' }, ifMatch: '"v1"' })
  const [{ method, headers, body }] = [sent[0] ?? assert.fail()]
  assert.deepEqual([method, body], ['PATCH', '{"name":"New"}'])
  assert.equal(headers.get('if-match'), '"v1"')
  assert.equal(headers.get('content-type'), 'application/json')
  assert.match(headers.get('idempotency-key') ?? '', /^[0-9a-f]{32}$/)
})

test('a write whose answer was lost keeps its key; a new intention gets a new one', async (context) => {
  const busy = problem(503, { code: 'busy', requestId: 'r' })
  const sent = answering(context, notOnline(), busy, json({}), json({}), json({}))
  const body = { displayName: 'Anna' }
  await assert.rejects(call(updateMe, { body }))
  await assert.rejects(call(updateMe, { body }))
  await call(updateMe, { body })
  await call(updateMe, { body })
  await call(updateMe, { body: { displayName: 'Ben' } })
  const [lost, unanswered, answered, again, other] = sent.map(({ headers }) => headers.get('idempotency-key'))
  assert.equal(unanswered, lost)
  assert.equal(answered, lost)
  assert.equal(new Set([answered, again, other]).size, 3)
})

test('an answer without a body is undefined', async (context) => {
  answering(context, new Response(null, { status: 204 }))
  assert.equal(await call(signOut, {}), undefined)
})

test('a plan’s limit is told to who draws it, whatever the write, and the problem carries it', async (context) => {
  const limit = { of: 'tasks', plan: 'free', limit: 5, used: 5, fits: 0, isOwn: true } as const
  const told: unknown[] = []
  const stop = tellWith((reached) => told.push(reached))
  const refused = () => problem(409, { code: 'plan_limit_reached', requestId: 'r1', limit })
  answering(context, refused(), refused())

  const found = await call(updateMe, { body: {} }).catch((error: unknown) => error)
  stop()
  await call(updateMe, { body: {} }).catch(() => undefined)

  assert.ok(found instanceof ApiProblem)
  assert.deepEqual([found.limit, told], [limit, [limit]])
})

test('a problem carries its code, the refused fields and the request id', async (context) => {
  const fields = [{ in: 'body', path: '/name', reason: 'maxLength' }]
  answering(context, problem(422, { code: 'invalid_input', requestId: 'r1', fields }))
  const found = await call(getMe, {}).catch((error: unknown) => error)
  assert.ok(found instanceof ApiProblem)
  assert.deepEqual([found.code, found.status, found.requestId, found.fields], ['invalid_input', 422, 'r1', fields])
})

test('no connection, and an answer that is not ours, are problems of their own', async (context) => {
  answering(context, notOnline(), new Response('<html>', { status: 502 }), new Response('<html>', { status: 200 }))
  const codes = await Promise.all(
    [0, 1, 2].map(async () => {
      const error: unknown = await call(getMe, {}).catch((thrown: unknown) => thrown)
      return error instanceof ApiProblem ? error.code : error
    })
  )
  assert.deepEqual(codes, ['offline', 'unexpected_answer', 'unexpected_answer'])
})

test('a reading that was called off is no problem of the network', async (context) => {
  const abort = new AbortController()
  abort.abort()
  answering(context, new DOMException('aborted', 'AbortError'))
  await assert.rejects(call(getMe, {}, abort.signal), { name: 'AbortError' })
})

test('a guarded request asks who it is and is sent once more, as a new intention', async (context) => {
  const asked: string[] = []
  context.after(askWith(async () => (asked.push('who'), true)))
  const sent = answering(context, problem(403, { code: 'step_up_required' }), new Response(null, { status: 204 }))

  await call(endOtherSessions, {})

  assert.deepEqual(asked, ['who'])
  const keys = sent.map(({ headers }) => headers.get('idempotency-key'))
  assert.equal(new Set(keys).size, 2)
})

test('who does not show who they are gets the refusal', async (context) => {
  context.after(askWith(async () => false))
  const sent = answering(context, problem(403, { code: 'step_up_required' }))
  await assert.rejects(call(endOtherSessions, {}), { code: 'step_up_required' })
  assert.equal(sent.length, 1)
})

test('requests that are refused together ask once', async (context) => {
  let asked = 0
  const shown = Promise.withResolvers<boolean>()
  context.after(askWith(() => ((asked += 1), shown.promise)))
  const refusal = () => problem(403, { code: 'step_up_required' })
  answering(context, refusal(), refusal(), new Response(null, { status: 204 }), new Response(null, { status: 204 }))
  const calls = [call(endOtherSessions, {}), call(endAllSessions, {})]
  shown.resolve(true)
  await Promise.all(calls)
  assert.equal(asked, 1)
})

test('what was under way with the old token while it was exchanged is sent once more', async (context) => {
  context.after(askWith(async () => true))
  const late = Promise.withResolvers<Response>()
  const answers = [
    late.promise,
    problem(403, { code: 'step_up_required' }),
    new Response(null, { status: 204 }),
    json({})
  ]
  context.mock.method(globalThis, 'fetch', async () => answers.shift())
  const reading = call(getMe, {})
  await call(endOtherSessions, {})

  late.resolve(problem(401, { code: 'not_signed_in' }))

  assert.deepEqual(await reading, {})
  context.mock.method(globalThis, 'fetch', async () => problem(401, { code: 'not_signed_in' }))
  await assert.rejects(call(getMe, {}), { code: 'not_signed_in' })
})

test('what is refused while the answer with the new token is still on its way waits for it', async (context) => {
  const exchange = Promise.withResolvers<Response>()
  const answers = [exchange.promise, problem(401, { code: 'not_signed_in' }), json({})]
  context.mock.method(globalThis, 'fetch', async () => answers.shift())
  const exchanging = call(endOtherSessions, {})
  const reading = call(getMe, {})

  await new Promise(setImmediate)
  exchange.resolve(new Response(null, { status: 204 }))

  await exchanging
  assert.deepEqual(await reading, {})
})
