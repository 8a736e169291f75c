import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { StartError } from '../start-error.ts'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { clusterPath } from './cluster.ts'
import { end, until } from './ending.ts'
import { readPidFile } from './pid-file.ts'
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

/** Starts the server and waits until it answers, recovery after a crash included. */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const giveUpAt = Date.now() + orphanBackendsTimeoutMs
  for (;;) {
    try {
      return await launch(options)
    } catch (error) {
      const backendsLeft = error instanceof StartError && /pre-existing shared memory block/.test(error.message)
      if (!backendsLeft || Date.now() > giveUpAt) throw error
      await sleep(100)
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

  const hasEnded = async (): Promise<boolean> => isOver(child)
  const stop = (): Promise<void> => end((signal) => child.kill(signal), hasEnded)
  await until(async () => isOver(child) || (await isReady(cluster, child)), readyTimeoutMs)
  if (isOver(child)) throw explain(`${await words()}\n(${await ended.promise})`, 'starting the database')
  if (!(await isReady(cluster, child))) {
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
  async function reportEnd(): Promise<void> {
    const how = await ended
    if (!asked) unasked.resolve(`${how}: ${await words()}`)
  }
  void reportEnd()
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

/** Ended, or never started. */
function isOver(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null
}

async function isReady(cluster: string, child: ChildProcess): Promise<boolean> {
  const file = await readPidFile(cluster)
  return file?.pid === child.pid && file?.status === 'ready'
}
