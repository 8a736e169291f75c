import { execFile } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import { mkdtemp } from 'node:fs/promises'
import { rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { timedClient } from './timed-client.ts'

const release = 'better-auth@1.7.25'
export const notReachable = 'not reachable: npm could not fetch it'

/** A running better-auth with its defaults, in which Anna has an account; its tables are in memory. */
export type BetterAuth = {
  readonly origin: string
  /** What its database holds. */
  readonly tables: Readonly<Record<string, Record<string, unknown>[]>>
  /** Throws unless the answer has the expected status. */
  post(path: string, body: object, expected: number): Promise<void>
  /** The status of the answer. */
  send(path: string, body: object, headers?: Record<string, string>): Promise<number>
}

export const anna = { name: 'Anna', email: 'anna@example.org', password: 'sieben rote Tulpen' }

/** Measures on better-auth what is measured on ours; undefined where npm cannot fetch it. */
export async function onBetterAuth<T>(
  { limited }: { limited: boolean },
  measure: (other: BetterAuth) => Promise<T>
): Promise<T | undefined> {
  const folder = await installed()
  return folder === undefined ? undefined : await run(folder, limited, measure)
}

let installation: Promise<string | undefined> | undefined

/** Fetched once for all rows, into a folder that goes with the process. */
function installed(): Promise<string | undefined> {
  installation ??= (async () => {
    const folder = await mkdtemp(join(tmpdir(), 'honeydue-better-auth-'))
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
    const install = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, release]
    return promisify(execFile)('npm', install, { timeout: 120_000 }).then(
      () => folder,
      () => undefined
    )
  })()
  return installation
}

type Modules = {
  betterAuth(options: object): object
  memoryAdapter(tables: object): unknown
  toNodeHandler(auth: object): RequestListener
}

async function run<T>(folder: string, limited: boolean, measure: (other: BetterAuth) => Promise<T>): Promise<T> {
  const modules = {
    ...(await load(folder, 'better-auth')),
    ...(await load(folder, 'better-auth/adapters/memory')),
    ...(await load(folder, 'better-auth/node'))
  }
  const { betterAuth: create, memoryAdapter, toNodeHandler } = modules as Modules // as its documentation shows them
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const tables = { user: [], session: [], account: [], verification: [] }
  const auth = create({
    baseURL: origin,
    secret: 'a secret for a measurement, long enough',
    database: memoryAdapter(tables),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: limited }, // its default where NODE_ENV says production
    logger: { disabled: true },
    telemetry: { enabled: false }
  })
  server.on('request', toNodeHandler(auth))
  const client = timedClient(origin)
  const other: BetterAuth = {
    origin,
    tables,
    post: (path, body, expected) => client.post(`/api/auth${path}`, body, expected, { origin }),
    async send(path, body, headers = {}) {
      const all = { 'content-type': 'application/json', origin, ...headers }
      const init = { method: 'POST', headers: all, body: JSON.stringify(body) }
      const reply = await fetch(`${origin}/api/auth${path}`, init)
      await reply.text()
      return reply.status
    }
  }
  try {
    await other.post('/sign-up/email', anna, 200)
    return await measure(other)
  } finally {
    client.close()
    server.closeAllConnections()
    server.close()
  }
}

async function load(folder: string, name: string): Promise<object> {
  return (await import(pathToFileURL(createRequire(join(folder, 'x.js')).resolve(name)).href)) as object // a module is an object
}
