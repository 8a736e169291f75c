import { existsSync } from 'node:fs'
import type { Config, Secrets } from '../platform/config.ts'
import type { Log } from '../platform/context.ts'
import {
  checkServer,
  connect,
  connectProduct,
  type Database,
  type ProductDatabase,
  type Source
} from '../platform/postgres/connect.ts'
import { clusterFolder } from '../platform/postgres/cluster.ts'
import type { LiveSource } from '../platform/postgres/renewable-pool.ts'
import { startEmbedded, type EmbeddedPostgres } from '../platform/postgres/embedded.ts'
import { liveLogin, loginUrl, withPassword } from '../platform/postgres/live-login.ts'
import { assertSchema, migrateAll } from '../platform/postgres/migrate.ts'

export type OpenDatabase = ProductDatabase & {
  /** Undefined where a server is configured. */
  readonly embedded: EmbeddedPostgres | undefined
  /** The login as it is, without a role. */
  readonly login: Database
  /** Brings the schema to this build's, as the login that may; returns what ran. */
  migrate(): Promise<string[]>
  assertSchema(): Promise<void>
}

/** The configured server, or the embedded one started; answering and new enough. Throws StartError. */
export async function openDatabase(config: Config, secrets: Secrets, log: Log): Promise<OpenDatabase> {
  const { url = '', ownerUrl, poolSize, namedStatements } = config.database
  const embedded =
    config.database.url === undefined ? await startEmbedded({ dataFolder: config.dataFolder }) : undefined
  const source = embedded?.connection ?? liveLogin(url, secrets)
  const options = {
    source,
    poolSize,
    namedStatements,
    applicationName: 'honeydue',
    log: (message: string) => log.warn({}, message)
  }
  const note = (message: string) => log.info({}, message)
  const product = connectProduct(options)
  const login = connect({ ...options, poolSize: 2 })
  const migrator =
    embedded?.migrator ?? (ownerUrl === undefined ? undefined : withPassword(ownerUrl, secrets.ownerPassword.active))
  const close = async () => {
    await Promise.all([product.close(), login.close()])
    await embedded?.stop()
  }
  const migrate = async (): Promise<string[]> => {
    if (!migrator) return migrateAll(login.pool, { log: note })
    const owner = connect({ ...options, source: migrator, poolSize: 2 })
    return migrateAll(owner.pool, { log: note, appLogin: userOf(source) }).finally(owner.close)
  }
  try {
    await checkServer(login.pool)
    return { ...product, embedded, login, migrate, assertSchema: () => assertSchema(login.pool), close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Who migrates a configured server, which may be who runs the product; undefined where the embedded one is used. */
export function migratorSource({ database }: Config, secrets: Secrets): string | undefined {
  if (database.ownerUrl !== undefined) return withPassword(database.ownerUrl, secrets.ownerPassword.active)
  return database.url === undefined ? undefined : loginUrl(database.url, secrets)
}

/** Who runs the product on a configured server; undefined where the embedded one is used. */
export function productSource({ database }: Config, secrets: Secrets): string | undefined {
  return database.url === undefined ? undefined : loginUrl(database.url, secrets)
}

function userOf(source: Source | LiveSource): string {
  if (typeof source === 'object' && 'current' in source) return userOf(source.current)
  return typeof source === 'string' ? decodeURIComponent(new URL(source).username) : source.user
}

/** The embedded database has never been started in this data folder. */
export function isFresh({ database, dataFolder }: Config): boolean {
  return database.url === undefined && !existsSync(clusterFolder(dataFolder))
}
