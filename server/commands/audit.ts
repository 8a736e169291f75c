import { createPrivateKey } from 'node:crypto'
import { join } from 'node:path'
import { anchorFile, readAnchors, type Anchoring } from '../platform/audit-anchor.ts'
import { verifyAudit } from '../platform/audit-verify.ts'
import { ConfigError, parseSecrets, type Config, type Secrets } from '../platform/config.ts'
import { clusterFolder, superuser } from '../platform/postgres/cluster.ts'
import { checkServer, connect, type Connection, type Database } from '../platform/postgres/connect.ts'
import { startEmbedded } from '../platform/postgres/embedded.ts'
import { readPidFile } from '../platform/postgres/pid-file.ts'
import { roles } from '../platform/postgres/roles.ts'
import { StartError } from '../platform/start-error.ts'
import { migratorSource } from './database.ts'
import { secretFiles, type Settings } from './settings.ts'

/** With what the audit log of this installation is anchored; undefined without its key. */
export function anchoringOf({ dataFolder }: Config, { auditKey }: Secrets): Anchoring | undefined {
  if (!auditKey) return undefined
  return { book: anchorFile(join(dataFolder, 'audit-anchors.jsonl')), key: createPrivateKey(auditKey.reveal()) }
}

/** Prints what of the audit log is not as it was written, and returns 1 if anything is. Runs beside a running honeyDue. */
export async function auditVerify({ config }: Settings): Promise<number> {
  const secrets = parseSecrets(config, secretFiles(config.secretsFolder))
  const anchoring = anchoringOf(config, secrets)
  if (!anchoring)
    throw new ConfigError([`${config.secretsFolder}/AUDIT_KEY: missing; anchors cannot be checked without it`])
  const book = readAnchors(await anchoring.book.lines(), anchoring.key)
  await using reader = await openReader(config, secrets)
  const { events, chains, problems } = await verifyAudit(reader.database.pool, book.anchors)
  const all = [...book.problems, ...problems]
  for (const problem of all) process.stdout.write(`✗ ${problem}\n`)
  process.stdout.write(`${events} events in ${chains} chains, ${book.anchors.length} anchors: ${all.length} problems\n`)
  return all.length > 0 ? 1 : 0
}

type Reader = AsyncDisposable & { readonly database: Database }

async function openReader(config: Config, secrets: Secrets): Promise<Reader> {
  await using stack = new AsyncDisposableStack()
  const source = migratorSource(config, secrets) ?? (await embeddedSource(config, stack))
  const database = connect({
    source,
    role: roles.audit,
    poolSize: 2,
    namedStatements: true,
    applicationName: 'honeydue audit',
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
