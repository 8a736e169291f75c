import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { env } from 'node:process'
import { root } from './source-files.ts'

export type Exit = { readonly code: number | null; readonly signal: NodeJS.Signals | null; readonly output: string }

/** honeyDue as its operator starts it: a process with a command line, an output and an exit code. */
export type HoneyDue = {
  readonly child: ChildProcess
  readonly url: string
  /** All it has printed. */
  output(): string
  /** Resolves when it says that it is ready; rejects with its output when it ends before. */
  readonly ready: Promise<void>
  readonly exit: Promise<Exit>
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Exit>
}

const main = join(root, 'server/main.ts')

/** `args` as on the command line, the port added; `url` is where it will listen. `import`: a module that runs before it. */
export function startHoneyDue(
  args: readonly string[],
  port: number,
  options: { import?: string; env?: Record<string, string> } = {}
): HoneyDue {
  const preload = options.import === undefined ? [] : ['--import', options.import]
  // A process group of its own, so that a test can end all of it at once as a power cut would.
  const child = spawn(process.execPath, [...preload, main, ...args, '--port', String(port)], {
    cwd: root,
    env: { ...env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  const ready = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.includes('honeyDue is ready')) ready.resolve()
    })
  }
  const exit = once(child, 'close').then(() => {
    const { exitCode: code, signalCode: signal } = child
    ready.reject(new Error(`ended with ${code ?? signal}:\n${output}`))
    return { code, signal, output }
  })
  ready.promise.catch(() => {}) // whoever waits for it is told; nobody need
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    return exit
  }
  return { child, url: `http://127.0.0.1:${port}`, output: () => output, ready: ready.promise, exit, stop }
}

/** A configuration under which a test may call as often as it likes; what people at one address share is far from enough. */
export async function roomyConfig(folder: string, more = ''): Promise<string> {
  const path = join(folder, 'config.yaml')
  await writeFile(path, `rateLimits: { multiplier: 1000 }\n${more}`)
  return path
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('no port')
  return address.port
}
