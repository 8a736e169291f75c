import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from 'node:process'
import { after } from 'node:test'
import { promisify } from 'node:util'
import pg from 'pg'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { startEmbedded, type EmbeddedOptions, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts'
import { afterwards, type Scope } from './afterwards.ts'
import { quickestFolder } from './server.ts'

export const runFile = promisify(execFile)

/** A kill of processes loses nothing that the kernel has, so tests need not wait for the disk. */
export const unsynced = { fsync: 'off' }

export async function temporaryFolder(scope: Scope): Promise<string> {
  const folder = await mkdtemp(join(await quickestFolder(), 'hd-embedded-test-'))
  afterwards(scope, () => rm(folder, { recursive: true, force: true }))
  return folder
}

let prepared: Promise<string> | undefined
after(async () => prepared && rm(await prepared, { recursive: true }))

/** A data folder with a cluster that was started and stopped once, copied from one per process: initdb takes its time. */
export async function usedFolder(scope: Scope): Promise<string> {
  prepared ??= prepare()
  const folder = join(await temporaryFolder(scope), 'data')
  await runFile('cp', ['-a', await prepared, folder])
  return folder
}

async function prepare(): Promise<string> {
  const folder = await mkdtemp(join(await quickestFolder(), 'hd-embedded-test-'))
  await (await startEmbedded({ dataFolder: folder, settings: unsynced })).stop()
  return folder
}

/** Started, and stopped after the test if that has not done it. */
export async function startForTest(scope: Scope, options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ settings: unsynced, ...options })
  afterwards(scope, () => server.stop())
  return server
}

export async function query(connection: Connection, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(connection)
  client.on('error', () => {}) // the tests that kill the server want to see what comes after
  await client.connect()
  const { rows } = await client.query(sql).finally(() => client.end())
  return rows
}

/** A honeyDue of another process: starts on the folder, writes a row, prints `{ pid, host }` of the server, stays. */
export function spawnStart(dataFolder: string, environment: Record<string, string> = {}): ChildProcess {
  const module = import.meta.resolve('#server/platform/postgres/embedded.ts')
  const script = `
    import pg from 'pg'
    const { startEmbedded } = await import(${JSON.stringify(module)})
    const server = await startEmbedded({ dataFolder: ${JSON.stringify(dataFolder)}, settings: { fsync: 'off' } })
    const client = new pg.Client(server.migrator)
    await client.connect()
    await client.query('create table kept as select 42 as answer')
    console.log(JSON.stringify({ pid: server.pid, host: server.connection.host }))`
  return spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit']
  })
}

/** Waits until the other process has written its row. */
export async function startElsewhere(
  dataFolder: string,
  environment?: Record<string, string>
): Promise<{ parent: ChildProcess; pid: number; host: string }> {
  const parent = spawnStart(dataFolder, environment)
  const line = await new Promise<string>((resolve, reject) => {
    parent.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString('utf8')))
    parent.once('exit', (code) => reject(new Error(`the other process ended with ${code}`)))
  })
  const { pid, host } = JSON.parse(line) as { pid: number; host: string } // printed by the script above
  return { parent, pid, host }
}
