import assert from 'node:assert/strict'
import { test } from 'node:test'
import { errors } from '#contract/errors.ts'
import { apiHeaders } from '#server/platform/http/headers.ts'
import { brokenRules } from './passive-rules.ts'

const requestId = '01900000-0000-7000-8000-000000000001'
const headers: Record<string, string> = {
  ...apiHeaders,
  'cache-control': 'no-store',
  'content-type': 'application/json; charset=utf-8',
  'x-request-id': requestId
}
const good = { statusCode: 200, headers, body: '{}' }
const problem = {
  type: 'about:blank',
  title: errors.not_signed_in.title,
  status: 401,
  code: 'not_signed_in',
  requestId
}
const refusal = {
  statusCode: 401,
  headers: { ...headers, 'content-type': 'application/problem+json; charset=utf-8' },
  body: JSON.stringify(problem)
}
const without = (name: string) => Object.fromEntries(Object.entries(headers).filter(([header]) => header !== name))
const withCookie = (cookie: string) => ({ ...good, headers: { ...headers, 'set-cookie': cookie } })

const bad: Record<string, { answer: Parameters<typeof brokenRules>[0]; rule: RegExp }> = {
  ...Object.fromEntries(
    Object.keys(apiHeaders).map((name) => [
      `without ${name}`,
      { answer: { ...good, headers: without(name) }, rule: /security header/ }
    ])
  ),
  'without cache-control': { answer: { ...good, headers: without('cache-control') }, rule: /cache/ },
  'that a cache may keep': { answer: { ...good, headers: { ...headers, 'cache-control': 'public' } }, rule: /cache/ },
  'with the name of a server': { answer: { ...good, headers: { ...headers, server: 'x' } }, rule: /runs here/ },
  'for any origin': {
    answer: { ...good, headers: { ...headers, 'access-control-allow-origin': '*' } },
    rule: /origin/
  },
  'without an id': { answer: { ...good, headers: without('x-request-id') }, rule: /log/ },
  'with a cookie without its prefix': {
    answer: withCookie('a=b; Path=/; Secure; HttpOnly; SameSite=Lax'),
    rule: /cookie/
  },
  'with a cookie that scripts read': { answer: withCookie('__Host-a=b; Path=/; Secure; SameSite=Lax'), rule: /cookie/ },
  'with a cookie for http': { answer: withCookie('__Host-a=b; Path=/; HttpOnly; SameSite=Lax'), rule: /cookie/ },
  'with a cookie for any site': {
    answer: withCookie('__Host-a=b; Path=/; Secure; HttpOnly; SameSite=None'),
    rule: /cookie/
  },
  'with a cookie for a domain': {
    answer: withCookie('__Host-a=b; Path=/; Secure; HttpOnly; SameSite=Lax; Domain=a.example'),
    rule: /cookie/
  },
  'that is no JSON': { answer: { ...good, body: '<html>' }, rule: /JSON/ },
  'without a type': { answer: { ...good, headers: without('content-type') }, rule: /JSON/ },
  'with a stack': { answer: { ...good, body: '"Error: x at run (/app/server.ts:5:1)"' }, rule: /our code/ },
  'with a name of the database': {
    answer: { ...good, body: '"violates unique constraint \\"users_email\\""' },
    rule: /our code|JSON/
  },
  'with another status in it': { answer: { ...refusal, statusCode: 403 }, rule: /no problem/ },
  'with more than a problem holds': {
    answer: { ...refusal, body: JSON.stringify({ ...problem, detail: 'x' }) },
    rule: /no problem/
  },
  'with an address in an error': {
    answer: { ...refusal, body: JSON.stringify({ ...problem, fields: ['ada@example.org'] }) },
    rule: /private data/
  }
}
// ASVS 3.3.1, 3.3.2, 3.3.3, 3.3.4, 3.3.5, 3.4.2, 4.1.1, 14.3.2, 16.5.1
for (const [name, { answer, rule }] of Object.entries(bad)) {
  test(`an answer ${name} breaks a rule for all answers`, () => {
    assert.match(brokenRules(answer).join('\n'), rule)
  })
}

test('an answer and a refusal as they should be break none', () => {
  assert.deepEqual([brokenRules(good), brokenRules(refusal)], [[], []])
  assert.deepEqual(brokenRules(withCookie('__Host-a=b; Path=/; HttpOnly; Secure; SameSite=Lax')), [])
})
