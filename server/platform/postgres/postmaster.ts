import type { ChildProcess } from 'node:child_process'
import { readFile, readlink } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { clusterPath } from './cluster.ts'
import { startProgram } from './program.ts'
import { explain } from './server-messages.ts'

export type PostmasterOptions = {
  cluster: string
  binaries: Binaries
  account: Account | undefined
  settings: Record<string, string>
  /** What `settleFormer` found: not a server, whatever runs under this id now. */
  stalePid: number | undefined
  log: (line: string) => void
}

export type Postmaster = {
  pid: number
  /** Resolves with its last words when it ends without having been told to. */
  exited: Promise<string>
  stop: () => Promise<void>
}

/** Recovery replays what was written since the last checkpoint: seconds, on a slow disk a minute. */
const readyTimeoutMs = 180_000
/** Until the backends of a killed postmaster have noticed its death. */
const orphanBackendsTimeoutMs = 10_000
const pollMs = 20

/** Fast (transactions are rolled back, all is written), immediate (recovery on the next start), killed. */
const endings: readonly { signal: NodeJS.Signals; timeoutMs: number }[] = [
  { signal: 'SIGINT', timeoutMs: 30_000 },
  { signal: 'SIGQUIT', timeoutMs: 5_000 },
  { signal: 'SIGKILL', timeoutMs: 5_000 }
]

/** Starts the server and waits until it answers, recovery after a crash included. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const giveUpAt = Date.now() + orphanBackendsTimeoutMs
  for (;;) {
    try {
      return await launch(options)
    } catch (error) {
      const backendsLeft = error instanceof StartError && /pre-existing shared memory block/.test(error.message)
      if (!backendsLeft || Date.now() > giveUpAt) throw error
      await sleep(pollMs * 5)
    }
  }
}

async function launch(options: PostmasterOptions): Promise<Postmaster> {
  const { cluster, binaries, account, settings, stalePid } = options
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = startProgram(
    join(binaries.folder, 'bin', 'postgres'),
    ['-D', clusterPath(cluster, account), ...flags],
    {
      account,
      cwd: cluster,
      // pg_ctl's way to say that an id in postmaster.pid is no server; the check for shared memory stays in force.
      ...(stalePid !== undefined && { environment: { PG_GRANDPARENT_PID: String(stalePid) } })
    }
  )
  const words = lastWords(child, options.log)
  const ended = Promise.withResolvers<string>()
  child.once('error', (error) => ended.resolve(error.message))
  child.once('exit', (code, signal) => ended.resolve(signal ?? `exit code ${code}`))
  const endWithUs = (): void => void child.kill('SIGINT')
  process.once('exit', endWithUs)
  void ended.promise.then(() => process.off('exit', endWithUs))

  const stop = (): Promise<void> => end((signal) => child.kill(signal), hasEnded(child))
  const ready = await Promise.race([until(() => isReady(cluster, child), readyTimeoutMs), ended.promise])
  if (typeof ready === 'string') throw explain(`${await words()}\n(${ready})`, 'starting the database')
  if (!ready) {
    await stop()
    throw explain(await words(), `starting the database within ${readyTimeoutMs / 1000} s`)
  }
  return watch(child, ended.promise, { words, stop })
}

function watch(
  child: ChildProcess,
  ended: Promise<string>,
  { words, stop }: { words: () => Promise<string>; stop: () => Promise<void> }
): Postmaster {
  const unasked = Promise.withResolvers<string>()
  let asked = false
  void ended.then(async (how) => {
    if (!asked) unasked.resolve(`${how}: ${await words()}`)
  })
  return {
    pid: child.pid ?? 0, // it is ready, so it has one
    exited: unasked.promise,
    stop: () => {
      asked = true
      return stop()
    }
  }
}

/** The last lines that it has printed; at its end, all of them have come or a moment has passed. */
function lastWords(child: ChildProcess, log: (line: string) => void): () => Promise<string> {
  const lines: string[] = []
  const closed = Promise.withResolvers<void>()
  child.once('close', () => closed.resolve())
  child.stdout?.resume()
  if (child.stderr) {
    createInterface({ input: child.stderr }).on('line', (line) => {
      log(line)
      lines.push(line)
      if (lines.length > 20) lines.shift()
    })
  }
  return async () => {
    await Promise.race([closed.promise, sleep(500, undefined, { ref: false })])
    return lines.join('\n')
  }
}

function hasEnded(child: ChildProcess): () => Promise<boolean> {
  return async () => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function isReady(cluster: string, child: ChildProcess): Promise<boolean> {
  const file = await readPidFile(cluster)
  return file?.pid === child.pid && file?.status === 'ready'
}

export type FormerHolder = { runFolder: string } | undefined

/**
 * Deals with the postmaster.pid that a former start has left, while the folder is ours by its lock: stops the server when it
 * still runs and was started by us, refuses when somebody else did, and returns the id when it means nothing any more.
 */
export async function settleFormer(cluster: string, former: FormerHolder): Promise<number | undefined> {
  const file = await readPidFile(cluster)
  if (!file) return undefined
  const { pid, socketFolder } = file
  if (!(await isServerOf(cluster, { pid, socketFolder }))) return pid
  if (socketFolder !== former?.runFolder) {
    throw new StartError('data_in_use', `another PostgreSQL server, process ${pid}, runs on ${cluster}`, {
      hint: 'It was not started by honeyDue. Stop it first.'
    })
  }
  await end(
    (signal) => process.kill(pid, signal),
    async () => !(await isServerOf(cluster, { pid, socketFolder }))
  )
  return pid
}

type PidFile = { pid: number; socketFolder: string; status: string }

/** The lines of postmaster.pid are numbered in PostgreSQL's `utils/pidfile.h`. */
async function readPidFile(cluster: string): Promise<PidFile | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return undefined
  return { pid, socketFolder: lines[4] ?? '', status: lines[7]?.trim() ?? '' }
}

/** A server works in its cluster's folder; the id in the file may long belong to another program. */
async function isServerOf(
  cluster: string,
  { pid, socketFolder }: { pid: number; socketFolder: string }
): Promise<boolean> {
  if (process.platform !== 'linux') return await answers(join(socketFolder, '.s.PGSQL.5432'))
  return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === cluster
}

async function answers(socketPath: string): Promise<boolean> {
  const answer = Promise.withResolvers<boolean>()
  const socket = connect(socketPath)
  socket.once('connect', () => answer.resolve(true))
  socket.once('error', () => answer.resolve(false))
  const result = await answer.promise
  socket.destroy()
  return result
}

async function end(send: (signal: NodeJS.Signals) => unknown, ended: () => Promise<boolean>): Promise<void> {
  for (const { signal, timeoutMs } of endings) {
    if (await ended()) return
    try {
      send(signal)
    } catch {
      // gone between the question and the signal
    }
    if (await until(ended, timeoutMs)) return
  }
}

async function until(condition: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + timeoutMs
  while (!(await condition())) {
    if (Date.now() > giveUpAt) return false
    await sleep(pollMs)
  }
  return true
}
