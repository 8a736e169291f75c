import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterwards, type Scope } from './afterwards.ts'

export const leaked = 'a phrase that leaked once'
export const padding = Array.from(
  { length: 800 },
  (_, index) => `${index.toString(16).toUpperCase().padStart(35, '0')}:0`
)

/**
 * The range API on a port of this machine, as strict as the real one: it refuses a client without a name and a prefix of
 * another length. `answer` breaks it.
 */
export async function rangeApi(scope: Scope, answer?: (response: ServerResponse) => void) {
  const asked: IncomingMessage[] = []
  const server = createServer((request, response) => {
    asked.push(request)
    const prefix = /^\/range\/([0-9A-F]{5})$/.exec(request.url ?? '')?.[1]
    if (!request.headers['user-agent']) return void response.writeHead(403).end()
    if (request.method !== 'GET' || prefix === undefined)
      return void response.writeHead(400).end('The hash prefix was not in a valid format')
    if (answer) return answer(response)
    const known = createHash('sha1').update(leaked).digest('hex').toUpperCase()
    const hits = prefix === known.slice(0, 5) ? [`${known.slice(5)}:37`] : []
    response.writeHead(200, { 'content-type': 'text/plain' }).end([...hits, ...padding].join('\r\n'))
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const stop = () => new Promise<void>((done) => (server.closeAllConnections(), server.close(() => done())))
  afterwards(scope, stop)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop } // a TCP server that listens has one
}
