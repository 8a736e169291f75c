import { Agent, request } from 'node:http'

/** Posts JSON over one connection that is kept; throws unless the answer has the expected status. */
export function timedClient(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const post = (path: string, body: object | undefined, expected: number, headers: Record<string, string> = {}) =>
    new Promise<void>((resolve, reject) => {
      const text = body === undefined ? '' : JSON.stringify(body)
      const type = body === undefined ? {} : { 'content-type': 'application/json' }
      const options = {
        method: 'POST',
        agent,
        headers: { ...type, 'content-length': Buffer.byteLength(text), ...headers }
      }
      request(`${origin}${path}`, options, (response) => {
        response.resume().on('end', () => {
          if (response.statusCode === expected) resolve()
          else reject(new Error(`${path} answered ${response.statusCode} in place of ${expected}`))
        })
      })
        .on('error', reject)
        .end(text)
    })
  return { post, close: () => agent.destroy() }
}
