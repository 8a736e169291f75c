import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { messageCutter, statementName, type Message } from './wire.ts'

/** What the product says to its database during one request, byte for byte. */
export type Recording = {
  /** The message that opens a connection: user, database and settings. */
  readonly startup: Buffer
  /** The statements that are prepared, each sent once on each connection. */
  readonly parses: readonly Buffer[]
  /** One element for each answer that is waited for: all messages until a Sync, or one simple query. */
  readonly steps: readonly Buffer[]
}

export type Recorder = {
  /** Where the product should connect to. */
  readonly connection: Connection
  record(request: () => Promise<void>): Promise<Recording>
  close(): Promise<void>
}

/** A man in the middle on a unix socket of its own: the product is recorded as it is, with nothing in it changed. */
export async function startRecorder(server: Connection): Promise<Recorder> {
  const folder = await mkdtemp(join(tmpdir(), 'hd-recorder-'))
  const tape = newTape()
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const upstream = connect(socketPath(server.host, server.port))
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}))
    client.on('data', messageCutter(tape.note(), { startup: true }))
    client.pipe(upstream).pipe(client)
  })
  proxy.listen(socketPath(folder, server.port))
  await once(proxy, 'listening')
  return {
    connection: { ...server, host: folder },
    record: (request) => tape.record(request),
    async close() {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

export function socketPath(folder: string, port: number): string {
  return join(folder, `.s.PGSQL.${port}`)
}

function newTape() {
  let startup: Buffer = Buffer.alloc(0)
  const parses = new Map<string, Buffer>()
  let steps: Buffer[] = []
  const heard = (step: Buffer[], { type, bytes }: Message): void => {
    if (type === '') startup = bytes
    else if (type === 'P' && statementName({ type, bytes }) !== '') parses.set(statementName({ type, bytes }), bytes)
    else step.push(bytes)
    if (type === 'S' || type === 'Q') steps.push(Buffer.concat(step.splice(0)))
  }
  return {
    /** A listener for the messages of one connection. */
    note: () => heard.bind(undefined, []),
    async record(request: () => Promise<void>): Promise<Recording> {
      steps = []
      await request()
      return { startup, parses: [...parses.values()], steps }
    }
  }
}
