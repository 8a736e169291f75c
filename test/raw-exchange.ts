import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** What a server says to bytes that no HTTP library would send; `text` is all of it until the server closes. */
export type RawAnswer = { readonly text: string; readonly statuses: number[] }

/** Lets an app listen on a port of its own. */
export async function listenAnywhere(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  return address.port
}

/** Sends the pieces one after the other and reads until the other side closes. */
export function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    let text = ''
    const socket = connect({ host: '127.0.0.1', port }, () => pieces.forEach((piece) => socket.write(piece)))
    const done = () =>
      resolve({ text, statuses: [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)) })
    socket.setEncoding('utf8').on('data', (more: string) => (text += more))
    // Whoever closes with bytes of ours unread resets the connection: that is an end too.
    socket.on('end', () => socket.end()).on('close', done)
    socket.on('error', (error: Error & { code?: string }) => {
      if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') reject(error)
    })
  })
}
