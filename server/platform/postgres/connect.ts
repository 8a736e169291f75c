import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import type { DB } from '../schema.ts'
import { StartError } from '../start-error.ts'
import { actingAs, type Acting } from './acting.ts'
import { namer, statementsOf, type NameOf } from './named-statements.ts'
import { LoginRenewed, RenewablePool, type LiveSource } from './renewable-pool.ts'
import { roles, type Role } from './roles.ts'
import type { Connection, Source } from './source.ts'
import { valueParsers } from './value-parsers.ts'

/** For reads outside a transaction. A function that must run inside one takes a `Tx`, which a `Db` is not. */
export type Db = Kysely<DB>
export type Tx = Transaction<DB>

export type { Connection, Source }

export type Database = { db: Db; pool: pg.Pool; close: () => Promise<void> }

/** Gives whoever is named a `Db` of their own: what it reads and writes is what row-level security shows that person. */
export type DbOf = (userId: string) => Db

/** A database as the product uses it: its own work as the system, people's requests as those people. */
export type ProductDatabase = Database & { dbOf: DbOf; userPool: pg.Pool }

export type ConnectOptions = {
  source: Source | LiveSource
  poolSize: number
  /** Whose rights the connections have; without it the login's own. */
  role?: Role
  /** Off only for a pooler in transaction mode without support for protocol-level prepared statements. */
  namedStatements: boolean
  applicationName: string
  /** Connections lost while nobody waited for them; the next query makes a new one. */
  log: (message: string) => void
}

const session = {
  TimeZone: 'UTC',
  DateStyle: 'ISO',
  statement_timeout: '5s',
  lock_timeout: '2s',
  idle_in_transaction_session_timeout: '10s'
}

const acquireTimeoutMs = 5_000
/** Long, because a new connection has to parse and plan everything anew. */
const idleTimeoutMs = 10 * 60_000
/** Ends what a connection's caches have gathered, and leaves a server that is being drained. */
const lifetimeSeconds = 60 * 60

/** A pool and Kysely upon it. Nothing is connected yet: the first query is, and `checkServer` says what is wrong with it. */
export function connect(options: ConnectOptions): Database {
  const pool = openPool(options)
  const acting = options.namedStatements || !options.role ? undefined : actingAs({ role: options.role })
  return { db: kysely(pool, nameOf(options), acting), pool, close: () => endOnce(pool) }
}

/** Two pools, so that neither ever has to change its rights: `poolSize` connections for the system and as many for people. */
export function connectProduct(options: Omit<ConnectOptions, 'role'>): ProductDatabase {
  const system = connect({ ...options, role: roles.system })
  const userPool = openPool({ ...options, role: roles.app })
  const names = nameOf(options)
  const role = options.namedStatements ? undefined : roles.app
  return {
    ...system,
    userPool,
    dbOf: (userId) => kysely(userPool, names, actingAs({ userId, ...(role && { role }) })),
    close: async () => void (await Promise.all([system.close(), endOnce(userPool)]))
  }
}

function kysely(pool: pg.Pool, names: NameOf, acting: Acting | undefined): Db {
  return new Kysely<DB>({ dialect: new PostgresDialect({ pool: statementsOf(pool, names, acting) }) })
}

function nameOf({ namedStatements, log }: Pick<ConnectOptions, 'namedStatements' | 'log'>): NameOf {
  return namedStatements ? namer(log) : () => undefined
}

function openPool({ source, ...options }: Omit<ConnectOptions, 'namedStatements'>): pg.Pool {
  const open = (fixed: Source) => openPoolOf({ ...options, source: fixed })
  return typeof source === 'object' && 'current' in source ? new RenewablePool(source, open) : open(source)
}

function openPoolOf(options: Omit<ConnectOptions, 'namedStatements' | 'source'> & { source: Source }): pg.Pool {
  const pool = new pg.Pool({
    ...(typeof options.source === 'string' ? { connectionString: options.source } : options.source),
    max: options.poolSize,
    application_name: options.applicationName,
    types: valueParsers,
    options: Object.entries({ ...session, ...(options.role && { role: options.role }) })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    connectionTimeoutMillis: acquireTimeoutMs,
    idleTimeoutMillis: idleTimeoutMs,
    maxLifetimeSeconds: lifetimeSeconds,
    keepAlive: true
  })
  surviveLostConnections(pool, options.log)
  return pool
}

/** Without a listener, an `error` event of an idle or a checked-out client ends the process. */
function surviveLostConnections(pool: pg.Pool, log: (message: string) => void): void {
  // The pool says that it has ended while its connections still close: what the server says then is no loss.
  const report = (error: Error) =>
    void (pool.ending || error instanceof LoginRenewed || log(`database connection lost: ${error.message}`))
  pool.on('connect', (client) => client.on('error', report))
  pool.on('error', () => {}) // an idle client's, which the line above has told; the pool has let it go
}

async function endOnce(pool: pg.Pool): Promise<void> {
  if (!pool.ending) await pool.end()
}

const oldestVersion = 160_000

/** Throws a StartError when the server does not answer, refuses the login, or is older than PostgreSQL 16. */
export async function checkServer(pool: pg.Pool): Promise<void> {
  const version = await serverVersion(pool)
  if (version >= oldestVersion) return
  throw new StartError('database_unsupported', `the server is PostgreSQL ${Math.floor(version / 10_000)}`, {
    hint: 'honeyDue needs PostgreSQL 16, 17 or 18.'
  })
}

async function serverVersion(pool: pg.Pool): Promise<number> {
  try {
    const { rows } = await pool.query<{ version: string }>(`select current_setting('server_version_num') as version`)
    return Number(rows[0]?.version)
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    throw new StartError('database_unreachable', `the database does not let us in: ${reason}`, {
      hint: 'Check the database URL and its password file, and that the server runs and accepts this host.',
      cause: error
    })
  }
}
