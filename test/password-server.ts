import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrateAll } from '#server/platform/postgres/migrate.ts'
import type { Scope } from './afterwards.ts'
import { query, startForTest, usedFolder } from './embedded.ts'
import { connectForTest } from './server.ts'

export type PasswordServer = {
  /** With the name of the login in it and no password. */
  urlOf(login: string): string
  /** As superuser, in the product's database. */
  run(sql: string): Promise<Record<string, unknown>[]>
}

/** A migrated PostgreSQL of its own that asks every login but the superuser's for a password (SCRAM). */
export async function passwordServer(scope: Scope): Promise<PasswordServer> {
  const dataFolder = await usedFolder(scope)
  const server = await startForTest(scope, { dataFolder })
  await writeFile(join(dataFolder, 'postgres/pg_hba.conf'), 'local all postgres trust\nlocal all all scram-sha-256\n')
  const run = (sql: string) => query(server.migrator, sql)
  const { host, port, database, user } = server.connection
  const owner = connectForTest(server.migrator)
  await migrateAll(owner.pool, { appLogin: user }).finally(owner.close)
  await run('select pg_reload_conf()')
  return { run, urlOf: (login) => `postgres://${login}@localhost:${port}/${database}?host=${encodeURIComponent(host)}` }
}
