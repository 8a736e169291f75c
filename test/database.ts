import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { env } from 'node:process'
import { after } from 'node:test'
import type { Connection, Database, ProductDatabase } from '#server/platform/postgres/connect.ts'
import { afterwards, type Scope } from './afterwards.ts'
import { serverVariable } from './global-setup.ts'
import {
  asAdmin,
  connectForTest,
  connectProductForTest,
  startTestServer,
  templateName,
  type TestServer
} from './server.ts'

/** `db` and `pool` are the test's own: a superuser's, before whom no wall stands. What is tested uses `product`. */
export type TestDatabase = Database & {
  readonly product: ProductDatabase
  /** As the product logs in. */
  readonly source: Connection
  readonly url: string
  /** As whoever migrates logs in. */
  readonly migratorUrl: string
}

/**
 * A migrated database of its own for one test, dropped after it. The server is the test run's; a file that is run by hand,
 * without `--test-global-setup`, starts one for itself.
 */
export function testDatabase(scope: Scope): Promise<TestDatabase> {
  return databaseFrom(templateName, scope)
}

/** Like `testDatabase`, without a schema: for the tests of the migrations. */
export function emptyDatabase(scope: Scope): Promise<TestDatabase> {
  return databaseFrom('template1', scope)
}

async function databaseFrom(template: string, scope: Scope): Promise<TestDatabase> {
  const admin = await testServer()
  const source = { ...admin, user: 'honeydue', database: `test_${randomUUID().replaceAll('-', '')}` }
  await asAdmin(admin, (client) => client.query(`create database ${source.database} template ${template}`))
  const migrator = { ...source, user: admin.user }
  const database = connectForTest(migrator)
  const product = connectProductForTest(source)
  databasesInUse += 1
  afterwards(scope, async () => {
    await Promise.all([database.close(), product.close()])
    await asAdmin(admin, (client) => client.query(`drop database ${source.database} with (force)`))
    databasesInUse -= 1
    if (fileIsOver) await stopUnused()
  })
  return { ...database, product, source, url: urlOf(source), migratorUrl: urlOf(migrator) }
}

let ownServer: Promise<TestServer> | undefined
let databasesInUse = 0
let fileIsOver = false
// Here and not where it is started: a hook made inside a test would run after that test. Hooks run in the order they were
// made, so a database of the whole file outlives this one; whichever comes last stops the server.
after(async () => {
  fileIsOver = true
  await stopUnused()
})

async function stopUnused(): Promise<void> {
  if (databasesInUse === 0) await (await ownServer)?.stop()
}

const chosen = new AsyncLocalStorage<TestServer>()

/** What `make` starts stands on this server, which no other test has: it can be halted. */
export function onServer<T>(server: TestServer, make: () => Promise<T>): Promise<T> {
  return chosen.run(server, make)
}

/** The superuser's connection to the server that tests share. */
export async function testServer(): Promise<Connection> {
  const own = chosen.getStore()
  if (own) return own.admin
  const shared = env[serverVariable]
  if (shared !== undefined) return JSON.parse(shared) as Connection // written by globalSetup
  ownServer ??= startTestServer()
  return (await ownServer).admin
}

function urlOf({ host, port, user, database }: Connection): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
