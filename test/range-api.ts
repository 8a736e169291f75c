import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Scope } from './afterwards.ts'
import { localServer } from './local-server.ts'

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
  const { port, stop } = await localServer(scope, server)
  return { url: `http://127.0.0.1:${port}`, asked, stop }
}
