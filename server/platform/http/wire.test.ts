import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { getMe, signIn } from '#contract/accounts.ts'
import { noLimiter, testApp, testKeyring } from '#test/harness.ts'
import { exchange, listenAnywhere } from '#test/raw-exchange.ts'
import { captureLog } from '#test/log.ts'
import { limits } from './limits.ts'
import { createServer } from './server.ts'

/** What could be read as two requests, or as another one than the proxy before us; published ones: test/attacks. */
const post = 'POST /api/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n'
const hidden = 'GET /api/hidden HTTP/1.1\r\nHost: localhost\r\n\r\n'
const malformed: Record<string, string | Buffer> = {
  'a line that is no request': 'NONSENSE\r\n\r\n',
  'no Host': 'GET /healthz HTTP/1.1\r\n\r\n',
  'two lengths': `${post}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`,
  'the same length twice in one header': `${post}Content-Length: 2, 2\r\n\r\n{}`,
  'a negative length': `${post}Content-Length: -1\r\n\r\n`,
  'a length with a sign': `${post}Content-Length: +2\r\n\r\n{}`,
  'a hexadecimal length': `${post}Content-Length: 0x2\r\n\r\n{}`,
  'chunks and length': `${post}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks twice': `${post}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n${hidden}`,
  'chunks that are not the last coding': `${post}Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n${hidden}`,
  'a space before the colon': `${post}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${hidden}`,
  'a folded first header': 'GET / HTTP/1.1\r\n Host: localhost\r\n\r\n',
  'a bare line feed after a header': `${post}X-A: b\nTransfer-Encoding: chunked\r\n\r\n`,
  'bare line feeds': 'GET /healthz HTTP/1.1\nHost: localhost\n\n',
  'NUL in a header': `${post}X-A: b\0c\r\n\r\n`,
  'a chunk size that is no number': `${post}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'a chunk size beyond all numbers': `${post}Transfer-Encoding: chunked\r\n\r\n${'f'.repeat(17)}\r\n{}\r\n0\r\n\r\n`,
  'a chunk longer than it says': `${post}Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n`,
  'a line feed in a chunk extension': `${post}Transfer-Encoding: chunked\r\n\r\n2;a\n\r\n{}\r\n0\r\n\r\n`,
  'a version that is none': 'GET /healthz HTTP/9.9\r\nHost: localhost\r\n\r\n',
  'a method in small letters': 'get /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'a line break in the address': 'GET /health\rz HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'a TLS greeting': Buffer.from('16030100a5010000a10303', 'hex')
}

async function port(t: TestContext): Promise<number> {
  return listenAnywhere((await testApp(t)).server)
}

// ASVS 4.2.1, 3.4.1
test('bytes that could be read in two ways get one answer of 400 with all headers, and the connection ends', async (t) => {
  const at = await port(t)
  for (const [name, bytes] of Object.entries(malformed)) {
    const { text, statuses } = await exchange(at, bytes)
    assert.deepEqual(statuses, [400], `${name}: ${text}`)
    assert.match(text, /"code":"malformed_request"/, name)
    assert.match(text, /strict-transport-security: max-age=63072000/i, name)
    assert.match(text, /content-security-policy: .*frame-ancestors 'none'/i, name)
    assert.match(text, /connection: close/i, name)
  }
})

test('a chunk extension changes nothing, and what follows the last chunk is a request of its own', async (t) => {
  const body = '{"email":"a@b.example","password":"0000000000","transport":"bearer"}'
  const chunk = `${body.length.toString(16)};name=value\r\n${body}\r\n0\r\n\r\n`
  const last = 'GET /api/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
  const { statuses } = await exchange(await port(t), `${post}Transfer-Encoding: chunked\r\n\r\n${chunk}${last}`)
  assert.deepEqual(statuses, [401, 404])
})

test('a body where none is read is not taken for the next request', async (t) => {
  const { statuses } = await exchange(
    await port(t),
    `GET /api/nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`
  )
  assert.deepEqual(statuses, [404])
})

// ASVS 4.2.5
test('headers and addresses beyond the limits are refused before anybody reads them', async (t) => {
  const at = await port(t)
  const ask = async (head: string) => (await exchange(at, `${head}Connection: close\r\n\r\n`)).statuses
  const line = (length: number) => `GET /${'a'.repeat(length - 1)} HTTP/1.1\r\nHost: localhost\r\n`
  const many = (count: number) => Array.from({ length: count }, (_, number) => `X-${number}: a\r\n`).join('')
  assert.deepEqual(await ask(line(limits.addressCharacters)), [404])
  assert.deepEqual(await ask(line(limits.addressCharacters + 1)), [414])
  assert.deepEqual(await ask(line(64 * 1024)), [414])
  assert.deepEqual(await ask(`${line(9)}${many(limits.headers - 2)}`), [404])
  assert.deepEqual(await ask(`${line(9)}${many(limits.headers - 1)}`), [431])
  assert.deepEqual(await ask(`${line(9)}${many(limits.headers * 4)}`), [431])
  assert.deepEqual(await ask(`${line(9)}X-Long: ${'a'.repeat(64 * 1024)}\r\n`), [431])
  assert.deepEqual(
    await ask(`GET /api/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${'a'.repeat(8192)}\r\n`),
    [401]
  )
})

test('a header that decides and comes twice is refused', async (t) => {
  const at = await port(t)
  for (const header of ['Host: y', 'Authorization: Bearer b', 'Origin: https://a.example']) {
    const first = 'Authorization: Bearer a\r\nOrigin: https://b.example\r\n'
    const { statuses } = await exchange(
      at,
      `GET ${getMe.path} HTTP/1.1\r\nHost: localhost\r\n${first}${header}\r\nConnection: close\r\n\r\n`
    )
    assert.deepEqual(statuses, [400], header)
  }
})

test('headers that come too slowly are cut off with 408', async (t) => {
  const { product, ground } = await testApp(t)
  const server = await createServer({
    handlers: product.handlers,
    ground,
    keyring: testKeyring,
    authenticate: async () => undefined,
    publicOrigin: 'https://home.example',
    logger: captureLog(),
    allowedHosts: ['localhost'],
    proxies: { trusted: [] },
    limiter: noLimiter,
    timeouts: { headMilliseconds: 50, checkMilliseconds: 10 }
  })
  t.after(() => server.close())
  const { text } = await exchange(await listenAnywhere(server), 'GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
  assert.match(text, /^HTTP\/1\.1 408 /)
  assert.match(text, /"code":"request_timeout"/)
})

test('the server waits as long as the table says', async (t) => {
  const { server } = await testApp(t)
  const { headersTimeout, requestTimeout, keepAliveTimeout, maxRequestsPerSocket, maxHeadersCount } = server.server
  assert.deepEqual(
    { headersTimeout, requestTimeout, keepAliveTimeout, maxRequestsPerSocket, maxHeadersCount },
    {
      headersTimeout: limits.headMilliseconds,
      requestTimeout: limits.requestMilliseconds,
      keepAliveTimeout: limits.keepAliveMilliseconds,
      maxRequestsPerSocket: limits.requestsPerConnection,
      maxHeadersCount: limits.headers + 1
    }
  )
})

const contentTypes: Record<string, number> = {
  'application/json': 401,
  'application/json; charset=utf-8': 401,
  'APPLICATION/JSON;charset="UTF-8"': 401,
  'application/json; charset=utf-16': 415,
  'application/json\ta': 415,
  'application/json\t;charset=utf-8': 415,
  'application/json, text/plain': 415,
  'application/json; boundary=x': 415,
  'application/jsonp': 415,
  'application/ld+json': 415,
  'text/json': 415,
  'text/plain': 415,
  'text/plain; application/json': 415,
  'application/xml': 415,
  'multipart/form-data; boundary=x': 415,
  'application/x-www-form-urlencoded': 415,
  ' ': 415
}
// ASVS 4.1.1, 1.5.1, 1.5.3
test('JSON in UTF-8 is the only body, however its type is spelled', async (t) => {
  const app = await testApp(t)
  const payload = '{"email":"a@b.example","password":"0000000000","transport":"bearer"}'
  for (const [type, status] of Object.entries(contentTypes)) {
    const reply = await app.inject({ method: 'POST', url: signIn.path, headers: { 'content-type': type }, payload })
    assert.equal(reply.statusCode, status, type)
  }
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
  assert.equal((await app.inject({ method: 'POST', url: signIn.path, headers, payload })).statusCode, 415)
})

// ASVS 4.1.4, 13.4.4
test('an address answers the methods it knows and tells them to others; nothing overrides the method', async (t) => {
  const app = await testApp(t)
  const at = await listenAnywhere(app.server)
  for (const method of ['POST', 'PUT', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY', 'PURGE']) {
    const { text, statuses } = await exchange(
      at,
      `${method} /api/session HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`
    )
    assert.deepEqual(statuses, [405], method)
    assert.match(text, /\r\nallow: DELETE\r\n/i, method)
    assert.doesNotMatch(text, /access-control/i)
  }
  for (const header of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
    const reply = await app.inject({
      method: 'POST',
      url: '/api/session?_method=DELETE',
      headers: { [header]: 'DELETE' }
    })
    assert.equal(reply.statusCode, 405, header)
  }
  assert.deepEqual(
    (await exchange(at, 'CONNECT x:1 HTTP/1.1\r\nHost: localhost\r\n\r\n')).statuses.filter((it) => it < 400),
    []
  )
  assert.deepEqual((await exchange(at, 'FOO / HTTP/1.1\r\nHost: localhost\r\n\r\n')).statuses, [400])
})

// ASVS 4.2.2
test('HEAD is GET without the body, 304 and 204 have none', async (t) => {
  const app = await testApp(t)
  const { token } = await app.person('Ada')
  const headers = { authorization: `Bearer ${token}` }
  const got = await app.inject({ url: getMe.path, headers })
  const head = await app.inject({ method: 'HEAD', url: getMe.path, headers })
  assert.deepEqual(
    [head.statusCode, head.body, head.headers['content-length']],
    [200, '', String(got.rawPayload.length)]
  )
  assert.equal((await app.inject({ method: 'HEAD', url: getMe.path })).statusCode, 401)
})

test('while the event loop is too late the API says so at once', async (t) => {
  const { product, ground } = await testApp(t)
  const server = await createServer({
    handlers: product.handlers,
    ground,
    keyring: testKeyring,
    authenticate: async () => undefined,
    publicOrigin: 'https://home.example',
    logger: captureLog(),
    allowedHosts: ['localhost'],
    proxies: { trusted: [] },
    limiter: noLimiter,
    pressure: { isTooHigh: () => true, stop: () => {} }
  })
  t.after(() => server.close())
  const reply = await server.inject({ url: getMe.path })
  assert.deepEqual([reply.statusCode, reply.headers['retry-after']], [503, '1'])
})
