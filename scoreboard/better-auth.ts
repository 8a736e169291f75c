import { execFile } from 'node:child_process'
import { createServer, type RequestListener } from 'node:http'
import { createRequire } from 'node:module'
import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { differenceOf, timePairs, type Difference } from './paired.ts'
import { timedClient } from './timed-client.ts'

const release = 'better-auth@1.7.25'

export type BetterAuth = { readonly login: Difference; readonly acceptsPassword1: boolean }

/** The same login measured on better-auth with its defaults, installed for the moment; undefined where npm cannot get it. */
export async function betterAuth(pairs: number): Promise<BetterAuth | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'honeydue-better-auth-'))
  try {
    const install = ['install', '--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefix', folder, release]
    const installed = await promisify(execFile)('npm', install, { timeout: 120_000 }).then(
      () => true,
      () => false
    )
    return installed ? await measure(folder, pairs) : undefined
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

type Modules = {
  betterAuth(options: object): object
  memoryAdapter(tables: object): unknown
  toNodeHandler(auth: object): RequestListener
}

async function measure(folder: string, pairs: number): Promise<BetterAuth> {
  const modules = {
    ...(await load(folder, 'better-auth')),
    ...(await load(folder, 'better-auth/adapters/memory')),
    ...(await load(folder, 'better-auth/node'))
  }
  const { betterAuth: create, memoryAdapter, toNodeHandler } = modules as Modules // as its documentation shows them
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const auth = create({
    baseURL: origin,
    secret: 'a secret for a measurement, long enough',
    database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
    emailAndPassword: { enabled: true },
    rateLimit: { enabled: false },
    logger: { disabled: true },
    telemetry: { enabled: false }
  })
  server.on('request', toNodeHandler(auth))
  const client = timedClient(origin)
  const post = (path: string, body: object, expected: number) =>
    client.post(`/api/auth${path}`, body, expected, { origin })
  await post('/sign-up/email', { name: 'Anna', email: 'anna@example.org', password: 'sieben rote Tulpen' }, 200)
  const attempt = (email: string) => post('/sign-in/email', { email, password: 'acht weisse Rosen' }, 401)
  const differences = await timePairs(
    pairs,
    () => attempt('anna@example.org'),
    () => attempt('nobody@example.org')
  )
  const acceptsPassword1 = await post(
    '/sign-up/email',
    { name: 'Ben', email: 'ben@example.org', password: 'password1' },
    200
  ).then(
    () => true,
    () => false
  )
  client.close()
  server.close()
  return { login: differenceOf(differences), acceptsPassword1 }
}

async function load(folder: string, name: string): Promise<object> {
  return (await import(pathToFileURL(createRequire(join(folder, 'x.js')).resolve(name)).href)) as object // a module is an object
}
