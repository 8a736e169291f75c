import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Argon2Parameters } from '#server/features/accounts/passwords.ts'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { freePort } from '#test/honeydue-process.ts'
import { root } from '#test/source-files.ts'

export type ApiSettings = {
  /** What the hashes of the seeded people cost: one of another cost would be made anew at their sign-in. */
  readonly passwords: Pick<Argon2Parameters, 'memoryKib' | 'passes'>
  /** 0: every board is made anew. */
  readonly keptMegabytes?: number
  /** The block of that name. */
  readonly subscriptions?: object
  /** Files of the secrets folder besides SECRET_KEY. */
  readonly secrets?: Readonly<Record<string, string>>
}
export type Api = { readonly port: number; readonly pid: number; stop(): Promise<void> }

/**
 * `node server/main.ts api`, as an operator starts it beside a database of theirs, with the settings it ships with but for the
 * rate limits, which are looked at and never reached. Its log goes to /dev/null: it is written, nobody reads it.
 */
export async function startApi(
  folder: string,
  { host, user, database }: Connection,
  { passwords, keptMegabytes, subscriptions = {}, secrets = {} }: ApiSettings
): Promise<Api> {
  const port = await freePort()
  const config = join(folder, `api-${port}.yaml`)
  const secretsFolder = join(folder, 'secrets')
  await mkdir(secretsFolder, { recursive: true })
  await writeFile(join(secretsFolder, 'SECRET_KEY'), 'of a benchmark, and therefore nobody’s secret')
  for (const [name, text] of Object.entries(secrets)) await writeFile(join(secretsFolder, name), text)
  const url = `postgres://${user}@localhost/${database}?host=${encodeURIComponent(host)}`
  const settings = {
    dataFolder: folder,
    secretsFolder,
    server: { port, ...(keptMegabytes !== undefined && { keptMegabytes }) },
    database: { url },
    passwords,
    subscriptions
  }
  await writeFile(config, JSON.stringify({ ...settings, rateLimits: { multiplier: 100_000 } }))
  const child = spawn(process.execPath, ['server/main.ts', 'api', '--config', config], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  await untilReady(child, port)
  return { port, pid: pidOf(child), stop: () => end(child) }
}

async function untilReady(child: ChildProcess, port: number): Promise<void> {
  while (child.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await pause(50)
  }
  throw new Error(`the api ended with ${child.exitCode}`)
}

/** A program of this folder in a process of its own, which gets `start` and answers once when it is ready. */
export async function startHelper<Ready>(file: string, start: unknown): Promise<{ child: ChildProcess; ready: Ready }> {
  const child = fork(join(import.meta.dirname, file), { serialization: 'advanced' })
  child.send(start as object) // structured clone takes what JSON cannot: buffers
  return { child, ready: await answerOf<Ready>(child) }
}

/** The next message of a helper. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a helper ended with ${code}`)))
  const [answer] = await Promise.race([once(child, 'message'), gone])
  return answer
}

export function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start')
  return pid
}

export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
