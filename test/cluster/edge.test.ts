import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test, type TestContext } from 'node:test'
import { connect } from 'node:tls'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { startEdge } from './edge.ts'

async function pod(t: TestContext, name: string): Promise<string> {
  const server = createServer((_, response) => response.end(name)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // listens on TCP
}

const textOf = async (url: string) => (await fetch(url)).text()

test('requests go to the pods in turn, to none that has left, and to nobody where there is none', async (t) => {
  const [one, two] = [await pod(t, 'one'), await pod(t, 'two')]
  const edge = await startEdge(t)
  assert.equal((await fetch(edge.url)).status, 503)
  edge.route([one, two])
  assert.deepEqual([await textOf(edge.url), await textOf(edge.url)].toSorted(), ['one', 'two'])
  edge.route([two])
  assert.deepEqual([await textOf(edge.url), await textOf(edge.url)], ['two', 'two'])
})

test('/admin asks for a name and a password; of two lines with one name the last counts; the log says who it was', async (t) => {
  const edge = await startEdge(t, { matches: async (password, hash) => hash === `hash of ${password}` })
  edge.route([await pod(t, 'admin')])
  edge.admit('ops:hash of former\nops:hash of present\n')
  const statusOf = async (path: string, login: string) => {
    const headers = { authorization: `Basic ${Buffer.from(login).toString('base64')}` }
    return (await fetch(`${edge.url}${path}`, { headers })).status
  }
  assert.deepEqual(
    [
      await statusOf('/admin', 'ops:former'),
      await statusOf('/admin/users', 'ops:present'),
      await statusOf('/api/today', 'nobody:none')
    ],
    [401, 200, 200]
  )
  assert.equal((await fetch(`${edge.url}/admin`)).status, 401)
  assert.equal((await fetch(`${edge.url}/admin?asked`)).status, 401)
  assert.match(edge.accessLog(), /"ClientUsername":"ops".*"RequestPath":"\/admin\/users","DownstreamStatus":200/)
  assert.doesNotMatch(edge.accessLog(), /present/)
})

test('the next handshake gets the certificate that was shown last', async (t) => {
  const edge = await startEdge(t)
  edge.show(testingCertificate)
  const socket = connect({ ...edge.tls, ca: testingCertificate.cert, servername: edge.tls.host })
  await once(socket, 'secureConnect')
  const served = socket.getPeerX509Certificate()?.fingerprint256
  socket.destroy()
  assert.equal(served, new X509Certificate(testingCertificate.cert).fingerprint256)
})
