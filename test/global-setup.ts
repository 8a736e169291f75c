import { join } from 'node:path'
import { env } from 'node:process'
import { startTestServer, type TestServer } from './server.ts'

/** Where the files of a test run, each a process of its own, find the run's one server. */
export const serverVariable = 'HONEYDUE_TEST_SERVER'

let server: TestServer | undefined

/**
 * For `node --test --test-global-setup=test/global-setup.ts`: one server for the whole run, and modules compiled once, not once for each
 * of its processes (half a second each).
 */
export async function globalSetup(): Promise<void> {
  env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/compiled')
  server = await startTestServer()
  env[serverVariable] = JSON.stringify(server.admin)
}

export async function globalTeardown(): Promise<void> {
  await server?.stop()
}
