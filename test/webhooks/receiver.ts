import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterwards, type Scope } from '../afterwards.ts'
import type { TestAppStore } from '../doubles/app-store/app-store.ts'
import type { TestDatabase } from '../database.ts'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'

/** honeyDue as a process beside a database that outlives it, at one address whenever it is started. */
export type Receiver = {
  start(): Promise<HoneyDue>
  /** Nobody gets to say goodbye. */
  kill(): Promise<void>
}

export async function receiver(scope: Scope, database: TestDatabase, store: TestAppStore): Promise<Receiver> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-webhooks-'))
  const secretsFolder = join(folder, 'secrets')
  await mkdir(secretsFolder)
  await writeFile(join(secretsFolder, 'SECRET_KEY'), 'of a test, and therefore nobody’s secret')
  await writeFile(join(secretsFolder, 'APP_STORE_KEY'), store.keyFile)
  const port = await freePort()
  const config = join(folder, 'config.yaml')
  const settings = {
    dataFolder: folder,
    secretsFolder,
    publicUrl: `http://localhost:${port}`,
    database: { url: database.url },
    log: { level: 'warn' },
    rateLimits: { multiplier: 1000 },
    subscriptions: { apple: store.settings }
  }
  await writeFile(config, JSON.stringify(settings))
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
      // No worker: what is known in the end has come by these notifications alone, nobody has asked the store.
      running = startHoneyDue(['api', '--config', config], port)
      await running.ready
      return running
    }
  }
}
