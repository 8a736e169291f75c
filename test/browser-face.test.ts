import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import type { InjectOptions } from 'fastify'
import { apiHeaders, pageHeaders, reportPath } from '#server/platform/http/headers.ts'
import { wholeServer } from './whole-server.ts'

/** One request for each way an answer is made: routes, refusals of each layer, files, what stands beside the API. */
const asked: Record<string, { request: InjectOptions; status: number; api: boolean }> = {
  'a refused credential': { request: { url: '/api/me' }, status: 401, api: true },
  'two credentials': {
    request: { url: '/api/me', headers: { authorization: 'Bearer a', cookie: '__Host-honeydue=a' } },
    status: 400,
    api: true
  },
  'an unknown address of the API': { request: { url: '/api/nothing' }, status: 404, api: true },
  'a method that is none': { request: { method: 'DELETE', url: '/api/me' }, status: 405, api: true },
  'a body that is no JSON': {
    request: {
      method: 'POST',
      url: '/api/password-resets',
      headers: { 'content-type': 'application/json' },
      payload: '{'
    },
    status: 400,
    api: true
  },
  'a body of another type': {
    request: { method: 'POST', url: '/api/password-resets', headers: { 'content-type': 'text/plain' }, payload: 'a' },
    status: 415,
    api: true
  },
  'a body too large': {
    request: {
      method: 'POST',
      url: '/api/password-resets',
      headers: { 'content-type': 'application/json' },
      payload: Buffer.alloc(300_000, 'a')
    },
    status: 413,
    api: true
  },
  'an address too long': { request: { url: `/api/${'a'.repeat(9000)}` }, status: 414, api: true },
  'a broken escape': { request: { url: '/api/residences/%E0%A4%A' }, status: 404, api: true },
  'the life sign': { request: { url: '/healthz' }, status: 200, api: true },
  'the document': { request: { url: '/api/openapi.json' }, status: 200, api: false },
  'the reference': { request: { url: '/api/docs' }, status: 200, api: false },
  'the page': { request: { url: '/' }, status: 200, api: false },
  'a page of the client': { request: { url: '/homes/1/board' }, status: 200, api: false },
  'a file': { request: { url: '/manifest.webmanifest' }, status: 200, api: false },
  'a file that is not there': { request: { url: '/assets/gone.js' }, status: 404, api: false },
  'a hidden file': { request: { url: '/.git/HEAD' }, status: 404, api: false },
  'a way out of the folder': { request: { url: '/..%2f..%2fpackage.json' }, status: 404, api: false },
  'security.txt': { request: { url: '/.well-known/security.txt' }, status: 200, api: true },
  'robots.txt': { request: { url: '/robots.txt' }, status: 200, api: true },
  'the mailbox': { request: { url: '/dev/mail', headers: { host: 'localhost' } }, status: 200, api: false },
  'the mailbox for others': {
    request: { url: '/dev/mail', headers: { host: 'home.example' } },
    status: 404,
    api: false
  }
}

// ASVS 3.4.1, 3.4.3, 3.4.4, 3.4.5, 3.4.6, 3.4.8, 13.4.1, 13.4.3, 13.4.6, 13.4.7, 3.2.1
test('every answer carries all security headers, whoever made it, and no name of what runs here', async (t) => {
  const { server } = await wholeServer(t)
  for (const [name, { request, status, api }] of Object.entries(asked)) {
    const { statusCode, headers, body } = await server.inject(request)
    assert.equal(statusCode, status, `${name}: ${body.slice(0, 200)}`)
    const wanted: Record<string, string> = api ? apiHeaders : pageHeaders
    const given = Object.keys(wanted).map((header) => [header, headers[header]])
    const own = name === 'the mailbox' ? ['content-security-policy'] : [] // it needs less than other pages
    const compared = given.filter(([header]) => !own.includes(String(header)))
    assert.deepEqual(
      Object.fromEntries(compared),
      Object.fromEntries(Object.entries(wanted).filter(([header]) => !own.includes(header))),
      name
    )
    assert.match(String(headers['cache-control']), /no-store|no-cache/, name)
    for (const telltale of ['server', 'x-powered-by', 'via', 'access-control-allow-origin'])
      assert.equal(headers[telltale], undefined, name)
  }
})

test('the evaluator of content security policies finds nothing of high or medium severity', () => {
  for (const headers of [apiHeaders, pageHeaders]) {
    const { csp } = new CspParser(headers['content-security-policy'] ?? '')
    const findings = new CspEvaluator(csp).evaluate()
    const serious = findings.filter(({ severity }) => severity <= Severity.MEDIUM)
    assert.deepEqual(
      serious.map(({ directive, description }) => `${directive}: ${description}`),
      []
    )
  }
})

test('the page says what each of its scripts and styles must be', async (t) => {
  const { server } = await wholeServer(t)
  const { body } = await server.inject({ url: '/' })
  const loaded = body.match(/<script[^>]*>|<link rel="(stylesheet|modulepreload)"[^>]*>/g) ?? []
  assert.ok(loaded.length >= 3)
  for (const tag of loaded) assert.match(tag, /integrity="sha384-[A-Za-z0-9+/]{64}"/)
})

test('security.txt says where to write, expires within a year, and robots stay out', async (t) => {
  const { server, app } = await wholeServer(t)
  const { body, headers } = await server.inject({ url: '/.well-known/security.txt' })
  assert.match(String(headers['content-type']), /^text\/plain; charset=utf-8$/)
  assert.match(body, /^Contact: mailto:security@home\.example$/m)
  assert.match(body, /^Canonical: https:\/\/home\.example\/\.well-known\/security\.txt$/m)
  const expires = Temporal.Instant.from(/^Expires: (.*)$/m.exec(body)?.[1] ?? '')
  const days = app.clock.now().until(expires).total('hours') / 24
  assert.ok(days > 1 && days < 365)
  assert.match((await server.inject({ url: '/robots.txt' })).body, /^User-agent: \*\nDisallow: \/$/m)
})

const violation = (blockedURL: string) => ({
  type: 'csp-violation',
  body: { effectiveDirective: 'script-src-elem', blockedURL, disposition: 'enforce', documentURL: 'https://h/?secret' }
})
// ASVS 3.4.7
test('reports of the policy are logged without what people wrote, a few a minute, and answered with nothing', async (t) => {
  const { server, app } = await wholeServer(t)
  const send = (payload: string | Buffer, type = 'application/reports+json') =>
    server.inject({ method: 'POST', url: reportPath, headers: { 'content-type': type }, payload })
  const logged = () => app.log.lines.filter(({ message }) => message === 'a browser kept to our policy')

  const reply = await send(JSON.stringify([violation('https://evil.example/a?token=secret'), violation('inline')]))
  assert.deepEqual([reply.statusCode, reply.body], [204, ''])
  const older = { 'csp-report': { 'effective-directive': 'img-src', 'blocked-uri': 'https://evil.example/b' } }
  await send(JSON.stringify(older), 'application/csp-report')
  assert.deepEqual(
    logged().map(({ fields }) => fields),
    [
      { security: 'policy_violation', directive: 'script-src-elem', blocked: 'https://evil.example' },
      { security: 'policy_violation', directive: 'script-src-elem', blocked: 'inline' },
      { security: 'policy_violation', directive: 'img-src', blocked: 'https://evil.example' }
    ]
  )
  for (const nonsense of ['{', '[]', '{"a":1}', '[{"body":5}]']) assert.equal((await send(nonsense)).statusCode, 204)
  assert.equal((await send('{}', 'application/json')).statusCode, 415)
  assert.equal((await send(Buffer.alloc(20_000, ' '))).statusCode, 413)

  await send(JSON.stringify(Array.from({ length: 100 }, () => violation('eval'))))
  assert.equal(logged().length, 20)
  app.clock.advance({ minutes: 1 })
  await send(JSON.stringify([violation('eval')]))
  assert.equal(logged().length, 21)
})
