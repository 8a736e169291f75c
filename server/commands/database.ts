import { existsSync } from 'node:fs'
import type { Config, Secrets } from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
import { checkServer, connect, type Database } from '../platform/postgres/connect.ts'
import { clusterFolder } from '../platform/postgres/cluster.ts'
import { startEmbedded, type EmbeddedPostgres } from '../platform/postgres/embedded.ts'

export type OpenDatabase = Database & {
  /** Undefined where a server is configured. */
  readonly embedded: EmbeddedPostgres | undefined
}

/** The configured server, or the embedded one started; answering and new enough. Throws StartError. */
export async function openDatabase(config: Config, secrets: Secrets, log: Log): Promise<OpenDatabase> {
  const embedded =
    config.database.url === undefined ? await startEmbedded({ dataFolder: config.dataFolder }) : undefined
  const database = connect({
    source: embedded?.connection ?? withPassword(config.database.url ?? '', secrets),
    poolSize: config.database.poolSize,
    namedStatements: config.database.namedStatements,
    applicationName: 'honeydue',
    log: (message) => log.warn({}, message)
  })
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    await checkServer(database.pool)
    return { ...database, embedded, close }
  } catch (error) {
    await close()
    throw error
  }
}

function withPassword(url: string, { databasePassword }: Secrets): string {
  const complete = new URL(url)
  if (databasePassword) complete.password = encodeURIComponent(databasePassword.reveal())
  return complete.href
}

/** The embedded database has never been started in this data folder. */
export function isFresh({ database, dataFolder }: Config): boolean {
  return database.url === undefined && !existsSync(clusterFolder(dataFolder))
}
