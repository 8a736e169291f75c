import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { StartError } from '../start-error.ts'
import { giveToOwner, openQueue, raiseRoles, roles } from './roles.ts'

type Migration = { name: string; sql: string; checksum: string }
type Applied = { name: string; checksum: string }

export type MigrateOptions = {
  log?: (message: string) => void
  /** Runs on the migrating session under the lock, before the files. */
  before?: (client: pg.PoolClient) => Promise<void>
  /** Runs under the same lock, after the files: the schema of a library that brings its own migrations. */
  alongside?: (client: pg.PoolClient) => Promise<void>
}

/** The migrations of this build. */
export const migrationsFolder = fileURLToPath(new URL('../../../migrations', import.meta.url))

/** Any number that nothing else in the database locks; this one is the eight letters of "honeydue". */
const lockKey = '7525354884466767205'

const createLedger = `create table if not exists schema_migrations (
  name text primary key,
  checksum text not null, -- SHA-256 of the file, lines ended by a line feed
  applied_at timestamptz not null default now()
);
grant select on schema_migrations to public`

/**
 * Brings roles, our schema and graphile-worker's to what this build needs, all owned by the owner; returns the names of our
 * migrations that ran. `appLogin`: who the product connects as, where that is not the pool's login. Where nothing is due, a
 * login that could change nothing may call it as well.
 */
export async function migrateAll(
  pool: pg.Pool,
  { log, appLogin }: { log?: (message: string) => void; appLogin?: string } = {}
): Promise<string[]> {
  if (!(await mayBecomeOwner(pool)) && (await isMigrated(pool))) return []
  return migrate(pool, migrationsFolder, {
    ...(log && { log }),
    async before(client) {
      await raiseRoles(client, appLogin)
      await giveToOwner(client)
      await client.query(`set role ${roles.owner}`)
    },
    async alongside(client) {
      await migrateQueue(pool, log)
      await openQueue(client)
    }
  })
}

async function mayBecomeOwner(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ may: boolean }>(
    `select pg_has_role(oid, 'set') as may from pg_roles where rolname = '${roles.owner}'`
  )
  return rows[0]?.may === true
}

async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ ledger: string | null }>(`select to_regclass('schema_migrations') as ledger`)
  return Boolean(rows[0]?.ledger) && (await pendingMigrations(pool)).length === 0
}

async function migrateQueue(pool: pg.Pool, log?: (message: string) => void): Promise<void> {
  const logger = new Logger(() => (level, message) => (level === 'error' || level === 'warning') && log?.(message))
  const owners = new pg.Pool({ ...pool.options, max: 1, options: `-c role=${roles.owner}` })
  owners.on('error', () => {}).on('connect', (client) => client.on('error', () => {})) // told by the query that meets it
  try {
    await runMigrations({ pgPool: owners, logger })
  } finally {
    await owners.end()
  }
}

/**
 * Runs the migrations that are due, each in its own transaction, and returns their names. One process does it; others wait
 * and then find nothing to do. Needs two connections of the pool and, for the lock, one that no pooler shares.
 */
export async function migrate(pool: pg.Pool, folder: string, options: MigrateOptions = {}): Promise<string[]> {
  const files = await readMigrations(folder)
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0; set lock_timeout = 0; set idle_in_transaction_session_timeout = 0')
    await client.query(`select pg_advisory_lock(${lockKey})`)
    await options.before?.(client)
    await client.query(createLedger)
    const due = pending(files, await appliedMigrations(client))
    for (const migration of due) await apply(client, migration, options.log)
    await options.alongside?.(client)
    return due.map(({ name }) => name)
  } finally {
    // Ends the session and with it the lock and its settings.
    client.release(true)
  }
}

/** The names of the migrations that are due. Throws where the database knows others than this build. */
export async function pendingMigrations(pool: pg.Pool, folder = migrationsFolder): Promise<string[]> {
  const files = await readMigrations(folder)
  const { rows } = await pool.query<{ ledger: string | null }>(
    `select to_regclass('schema_migrations')::text as ledger`
  )
  const applied = rows[0]?.ledger ? await appliedMigrations(pool) : []
  return pending(files, applied).map(({ name }) => name)
}

/** For processes that do not migrate: throws unless the schema is exactly the one of this build. */
export async function assertSchema(pool: pg.Pool, folder = migrationsFolder): Promise<void> {
  const due = await pendingMigrations(pool, folder)
  if (due.length === 0) return
  throw new StartError('schema_behind', `the database lacks ${due.length} migrations, from ${due[0]} on`, {
    hint: 'Run "npm run --silent honeydue -- migrate" first, with the same --config.'
  })
}

async function apply(client: pg.PoolClient, migration: Migration, log?: (message: string) => void): Promise<void> {
  try {
    await client.query('begin')
    // A change of a table that others use waits its turn for a little while only: everybody else queues behind it.
    await client.query(`set local lock_timeout = '10s'`)
    await client.query(migration.sql)
    await client.query({
      text: 'insert into schema_migrations (name, checksum) values ($1, $2)',
      values: [migration.name, migration.checksum]
    })
    await client.query('commit')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new StartError('migration_failed', `migration ${migration.name} failed: ${reason}`, {
      hint: 'The database is as it was before this migration. If the message speaks of a timeout, try again.',
      cause: error
    })
  }
  log?.(`applied migration ${migration.name}`)
}

async function appliedMigrations(client: pg.Pool | pg.PoolClient): Promise<Applied[]> {
  const { rows } = await client.query<Applied>('select name, checksum from schema_migrations order by name')
  return rows
}

/** What is left of the files after those applied, which must be the first of them, unchanged. */
function pending(files: Migration[], applied: Applied[]): Migration[] {
  for (const [index, { name, checksum }] of applied.entries()) {
    if (!files.some((file) => file.name === name)) refuseUnknown(name)
    if (files[index]?.name !== name || files[index].checksum !== checksum) refuseEdited(name)
  }
  return files.slice(applied.length)
}

function refuseUnknown(name: string): never {
  throw new StartError('schema_unknown', `the database holds the migration ${name}, which this build does not know`, {
    hint: 'A newer honeyDue has used this database. Start that version or a later one; nothing was changed.'
  })
}

function refuseEdited(name: string): never {
  throw new StartError('migration_edited', `migration ${name} is not the file that was applied`, {
    hint: 'Applied migrations never change: restore the file, and put the change into a new one at the end.'
  })
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(names.map((name, index) => readMigration(folder, name, index + 1)))
}

async function readMigration(folder: string, name: string, number: number): Promise<Migration> {
  if (!/^\d{4}_[a-z0-9_]+\.sql$/.test(name) || Number(name.slice(0, 4)) !== number) {
    throw new Error(`${join(folder, name)} should be number ${number} of its folder, named like 0001_first_words.sql`)
  }
  const sql = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
  return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
}
