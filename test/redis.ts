import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterwards, type Scope } from './afterwards.ts'

export type TestRedis = {
  readonly url: string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Starts it at the same place, empty. */
  start(): Promise<void>
  /** Stops it from answering without ending it, until `thaw`. */
  freeze(): void
  thaw(): void
  /** What a command line would show, such as `KEYS *`. */
  command(line: string): Promise<string>
}

/** A real server of its own on a unix socket, gone with the test. `password`: what it asks of everybody. */
export async function testRedis(scope: Scope, { password }: { password?: string } = {}): Promise<TestRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-redis-'))
  const socket = join(folder, 'redis.sock')
  let server = await startServer(socket, password)
  afterwards(scope, async () => {
    await end(server)
    await rm(folder, { recursive: true, force: true })
  })
  return {
    url: `unix:${socket}`,
    kill: () => end(server),
    start: async () => void (server = await startServer(socket, password)),
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    command: (line) => ask(socket, line)
  }
}

type Server = ReturnType<typeof spawn>

async function startServer(socket: string, password: string | undefined): Promise<Server> {
  const args = ['--port', '0', '--unixsocket', socket, '--save', '', '--appendonly', 'no', '--daemonize', 'no']
  if (password !== undefined) args.push('--requirepass', password)
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(server, 'spawn')
  for await (const line of createInterface({ input: server.stdout })) if (line.includes('eady to accept')) break
  server.stdout.resume()
  return server
}

async function end(server: Server): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.kill('SIGKILL')
  await once(server, 'exit')
}

/** One inline command of the protocol; the answer as it comes. */
async function ask(socket: string, line: string): Promise<string> {
  const connection = createConnection(socket)
  connection.end(`${line}\r\nQUIT\r\n`)
  let answer = ''
  for await (const chunk of connection.setEncoding('utf8')) answer += String(chunk)
  return answer
}
