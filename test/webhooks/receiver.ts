import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterwards, type Scope } from '../afterwards.ts'
import type { TestDatabase } from '../database.ts'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import type { TellingStore } from './stores/telling-store.ts'

/** honeyDue as a process beside a database that outlives it, at one address whenever it is started. */
export type Receiver = {
  start(): Promise<HoneyDue>
  /** Nobody gets to say goodbye. */
  kill(): Promise<void>
}

export type Given = {
  readonly database: TestDatabase
  readonly stores: readonly TellingStore[]
  /** A file that says by how many hours its clock is ahead. */
  readonly clockFile: string
}

export async function receiver(scope: Scope, { database, stores, clockFile }: Given): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-webhooks-'))
  const secretsFolder = join(folder, 'secrets')
  await mkdir(secretsFolder)
  const secrets = Object.assign(
    { SECRET_KEY: 'of a test, and therefore nobody’s secret' },
    ...stores.map((each) => each.secrets)
  )
  for (const [name, text] of Object.entries<string>(secrets)) await writeFile(join(secretsFolder, name), text)
  const port = await freePort()
  const config = join(folder, 'config.yaml')
  const settings = {
    dataFolder: folder,
    secretsFolder,
    publicUrl: `http://localhost:${port}`,
    database: { url: database.url },
    log: { level: 'warn' },
    rateLimits: { multiplier: 1000 },
    subscriptions: Object.assign({}, ...stores.map((each) => each.settings))
  }
  await writeFile(config, JSON.stringify(settings))
  const clock = {
    import: pathToFileURL(join(import.meta.dirname, '../moved-clock.ts')).href,
    env: { TEST_CLOCK: clockFile }
  }
  let running: HoneyDue | undefined
  const kill = async () => {
    if (running?.child.exitCode === null && running.child.signalCode === null) await running.stop('SIGKILL')
  }
  afterwards(scope, async () => {
    await kill()
    await rm(folder, { recursive: true })
  })
  return {
    kill,
    async start() {
      running = startHoneyDue(['all', '--config', config], port, clock)
      await running.ready
      return running
    }
  }
}
