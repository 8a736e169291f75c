import assert from 'node:assert/strict'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { isPublic, outbound } from './outbound.ts'

async function listening(
  t: TestContext,
  answer: RequestListener
): Promise<{ url: string; host: string; asked: string[] }> {
  const asked: string[] = []
  const server: Server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  t.after(() => new Promise((done) => (server.closeAllConnections(), server.close(done))))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  return { url: `http://${host}`, host, asked }
}

test('a listed host is asked, and its answer comes back whole', async (t) => {
  const { url, host } = await listening(t, (request, response) => {
    let body = ''
    request.on('data', (chunk) => (body += chunk))
    request.on('end', () => response.writeHead(201, { 'x-said': request.headers['content-type'] }).end(body))
  })
  const reply = await outbound({ hosts: [host], plainLoopback: true })(url, { form: { code: 'a b' } })
  assert.deepEqual([reply.status, reply.text], [201, 'code=a+b'])
  assert.equal(reply.headers['x-said'], 'application/x-www-form-urlencoded')
})

// ASVS 15.3.2
test('a redirect is an error, and what it points at is not asked', async (t) => {
  const target = await listening(t, (_request, response) => response.end('inside'))
  const { url, host } = await listening(t, (_request, response) =>
    response.writeHead(302, { location: target.url }).end()
  )
  const ask = outbound({ hosts: [host, target.host], plainLoopback: true })
  await assert.rejects(ask(url), { name: 'OutboundError', message: /redirect/ })
  assert.deepEqual(target.asked, [])
})

test('an answer that is too long, or too slow, is an error', async (t) => {
  const long = await listening(t, (_request, response) => response.end('x'.repeat(101)))
  const silent = await listening(t, () => {})
  const options = { plainLoopback: true, sizeLimit: 100 }
  await assert.rejects(outbound({ ...options, hosts: [long.host] })(long.url), /longer than 100/)
  await assert.rejects(outbound({ ...options, hosts: [silent.host], timeoutMs: 20 })(silent.url), /does not answer/)
})

// ASVS 1.3.6, 13.2.4, 13.2.5
test('nothing but the listed hosts is asked, and nothing inside the network', async (t) => {
  const inside = await listening(t, (_request, response) => response.end('inside'))
  const port = new URL(inside.url).port
  const refused: [string, Parameters<typeof outbound>[0]][] = [
    [inside.url, { hosts: ['accounts.example.org'], plainLoopback: true }],
    [inside.url, { hosts: [inside.host] }],
    [inside.url, { hosts: [inside.host], signedAnswers: true }],
    [`http://localhost:${port}/`, { hosts: [`localhost:${port}`], signedAnswers: true }],
    [`https://127.0.0.1:${port}/`, { hosts: [`127.0.0.1:${port}`] }],
    [`https://localhost:${port}/`, { hosts: [`localhost:${port}`] }],
    [`https://[::ffff:127.0.0.1]:${port}/`, { hosts: [`[::ffff:7f00:1]:${port}`] }],
    [`https://user@${inside.host}/`, { hosts: [inside.host], privateNetwork: true }],
    ['http://accounts.example.org/', { hosts: ['accounts.example.org'], plainLoopback: true }],
    ['file:///etc/passwd', { hosts: [''] }]
  ]
  for (const [url, options] of refused) await assert.rejects(outbound(options)(url), { name: 'OutboundError' }, url)
  assert.deepEqual(inside.asked, [])
})

// ASVS 1.3.6
test('special addresses are not public, in whatever form they are written', () => {
  const special = ['127.0.0.1', '10.1.2.3', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', 'fe80::1', 'fd00::1']
  const wrapped = ['::ffff:169.254.169.254', '64:ff9b::a9fe:a9fe', '2002:7f00:1::', '0x7f.1', 'nonsense']
  for (const address of [...special, ...wrapped]) assert.equal(isPublic(address), false, address)
  for (const address of ['142.250.74.109', '2a00:1450:4001:81c::200d']) assert.equal(isPublic(address), true, address)
})
