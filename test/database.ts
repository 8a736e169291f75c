import { randomUUID } from 'node:crypto'
import { env } from 'node:process'
import { after } from 'node:test'
import type { Connection, Database } from '#server/platform/postgres/connect.ts'
import { serverVariable } from './global-setup.ts'
import { asAdmin, connectForTest, startTestServer, templateName, type TestServer } from './server.ts'

export type TestDatabase = Database & { source: Connection; url: string }

/** What ends with the test: node:test's context or its module, or anything alike. */
type Scope = { after(run: () => Promise<void>): void }

/**
 * A migrated database of its own for one test, dropped after it. The server is the test run's; a file that is run by hand,
 * without `--test-global-setup`, starts one for itself.
 */
export async function testDatabase(scope: Scope): Promise<TestDatabase> {
  const admin = await testServer()
  const source = { ...admin, user: 'honeydue', database: `test_${randomUUID().replaceAll('-', '')}` }
  await asAdmin(admin, (client) =>
    client.query(`create database ${source.database} template ${templateName} owner ${source.user}`)
  )
  const database = connectForTest(source)
  scope.after(async () => {
    await database.close()
    await asAdmin(admin, (client) => client.query(`drop database ${source.database} with (force)`))
  })
  return { ...database, source, url: urlOf(source) }
}

let ownServer: Promise<TestServer> | undefined
// Here and not where it is started: a hook made inside a test would run after that test.
after(async () => await (await ownServer)?.stop())

/** The superuser's connection to the server that tests share. */
export async function testServer(): Promise<Connection> {
  const shared = env[serverVariable]
  if (shared !== undefined) return JSON.parse(shared) as Connection // written by globalSetup
  ownServer ??= startTestServer()
  return (await ownServer).admin
}

function urlOf({ host, port, user, database }: Connection): string {
  return `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`
}
