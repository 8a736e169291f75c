import type { Config } from '../platform/config.ts'
import { clusterFolder, superuser } from '../platform/postgres/cluster.ts'
import { checkServer, connect, type Connection, type Database } from '../platform/postgres/connect.ts'
import { startEmbedded } from '../platform/postgres/embedded.ts'
import { readPidFile } from '../platform/postgres/pid-file.ts'
import type { Role } from '../platform/postgres/roles.ts'
import { StartError } from '../platform/start-error.ts'

export type Beside = AsyncDisposable & { readonly database: Database }

/**
 * The database in one role, for a command that may run beside a running honeyDue. `source`: of the configured server;
 * undefined for the embedded one.
 */
export async function openBeside(
  config: Config,
  { source, role, applicationName }: { source: string | undefined; role: Role; applicationName: string }
): Promise<Beside> {
  await using stack = new AsyncDisposableStack()
  const database = connect({
    source: source ?? (await embeddedSource(config, stack)),
    role,
    poolSize: 2,
    namedStatements: true,
    applicationName,
    log: () => {}
  })
  stack.defer(() => database.close())
  await checkServer(database.pool)
  const owned = stack.move()
  return { database, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** The embedded server: the one that runs, else started for as long as it takes. */
async function embeddedSource({ dataFolder }: Config, stack: AsyncDisposableStack): Promise<Connection> {
  try {
    const server = await startEmbedded({ dataFolder })
    stack.defer(() => server.stop())
    return server.migrator
  } catch (error) {
    const running =
      error instanceof StartError && error.code === 'data_in_use' && (await readPidFile(clusterFolder(dataFolder)))
    if (!running) throw error
    return { host: running.socketFolder, port: 5432, user: superuser, database: 'honeydue' }
  }
}
