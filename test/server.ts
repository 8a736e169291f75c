import { mkdtemp, readdir, readFile, rm, statfs, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import {
  connect,
  connectProduct,
  type Connection,
  type Database,
  type ProductDatabase
} from '#server/platform/postgres/connect.ts'
import { startEmbedded, type EmbeddedPostgres } from '#server/platform/postgres/embedded.ts'
import { isHolder } from '#server/platform/postgres/folder-lock.ts'
import { migrateAll } from '#server/platform/postgres/migrate.ts'
import { errorCode } from '#server/platform/start-error.ts'

export type TestServer = {
  readonly admin: Connection
  /** Ends PostgreSQL for real; its data stay. */
  halt(): Promise<void>
  /** It is there again, at the same address, if it was not. */
  goOn(): Promise<void>
  stop(): Promise<void>
}

export const templateName = 'template_honeydue'

/** Nothing here outlives the test run, so nothing waits for the disk. */
const hastySettings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track_utility': 'off'
}

const folderPrefix = 'honeydue-test-'

/** A server with a migrated database that tests clone; its data lies in a temporary folder that `stop` removes. */
export async function startTestServer(): Promise<TestServer> {
  const parent = await quickestFolder()
  await removeKilledRuns(parent)
  const dataFolder = await mkdtemp(join(parent, folderPrefix))
  const removeData = (): Promise<void> => rm(dataFolder, { recursive: true, force: true })
  const address = join(dataFolder, 'address') // of the socket, which is elsewhere after each start
  const start = async (): Promise<EmbeddedPostgres> => {
    const started = await startEmbedded({ dataFolder, settings: hastySettings })
    await rm(address, { force: true })
    await symlink(started.admin.host, address)
    return started
  }
  try {
    const first = await start()
    let server: EmbeddedPostgres | undefined = first
    await makeTemplate(first)
    const halt = async () => {
      await server?.stop()
      server = undefined
    }
    return {
      admin: { ...first.admin, host: address },
      halt,
      async goOn() {
        server ??= await start()
      },
      stop: () => halt().then(removeData)
    }
  } catch (error) {
    await removeData()
    throw error
  }
}

const roomBytes = 1024 ** 3

/** In memory where there is room for it: a clone takes 30 ms there and ten times that on a slow disk. */
export async function quickestFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => undefined)
  return memory && memory.bavail * memory.bsize > roomBytes ? '/dev/shm' : tmpdir()
}

/** A run that was killed could not clean up. Its server, if any is left, ends within a minute of losing its folder. */
async function removeKilledRuns(parent: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(folderPrefix))) {
    const folder = join(parent, name)
    const holder: unknown = await readFile(join(folder, 'running.json'), 'utf8').then(JSON.parse, () => undefined)
    if (!isHolder(holder) || isAlive(holder.pid)) continue
    await rm(folder, { recursive: true, force: true })
    await rm(holder.runFolder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}

async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  await asAdmin(server.admin, (client) => client.query(`create database ${templateName}`))
  const template = connectForTest({ ...server.admin, database: templateName })
  await migrateAll(template.pool, { appLogin: server.connection.user }).finally(template.close)
}

const ofTest = { poolSize: 5, namedStatements: true, applicationName: 'honeydue test', log: () => {} }

export function connectForTest(source: Connection | string): Database {
  return connect({ source, ...ofTest })
}

export function connectProductForTest(source: Connection, poolSize = ofTest.poolSize): ProductDatabase {
  return connectProduct({ source, ...ofTest, poolSize })
}

/** One client of the superuser for as long as `run` takes. */
export async function asAdmin<T>(admin: Connection, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(admin)
  await client.connect()
  return await run(client).finally(() => client.end())
}
