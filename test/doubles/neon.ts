import { randomBytes } from 'node:crypto'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { FaultQueue } from './fault-queue.ts'

type Fault = number | 'after the effect'

/** Neon's API for the roles of one branch, over TLS, before a PostgreSQL whose passwords it changes. */
export type TestNeon = {
  readonly url: string
  readonly apiKey: string
  readonly resets: string[]
  /** How often an operation is asked for before it is finished; until then the former password works. */
  slowness: number
  /** How operations end. */
  ending: 'finished' | 'failed'
  /** One of the next calls gets that instead of an answer. */
  fail(how: Fault, after?: number): void
  stop(): Promise<void>
}

export const neonPlace = { project: 'quiet-sun-123456', branch: 'br-main-123456' }
const base = `/api/v2/projects/${neonPlace.project}`
const roles = `${base}/branches/${neonPlace.branch}/roles`

export type NeonDatabase = {
  readonly hasRole: (name: string) => Promise<boolean>
  readonly setPassword: (role: string, password: string) => Promise<void>
}

export async function testNeon(scope: Scope, { hasRole, setPassword }: NeonDatabase): Promise<TestNeon> {
  const faults = new FaultQueue<Fault>()
  const operations = new Map<string, { asked: number; status: string; run: () => Promise<void> }>()
  const listener = createServer({ ...testingCertificate }, (request, response) => {
    void text(request).then(async () => {
      const fault = faults.next()
      const said =
        typeof fault === 'number'
          ? { status: fault }
          : await dispatch(`${request.method} ${request.url}`, request.headers.authorization)
      if (fault === 'after the effect') return response.destroy()
      return response
        .writeHead(said.status, { 'content-type': 'application/json' })
        .end(JSON.stringify('body' in said ? said.body : { code: '', message: '' }))
    })
  })
  const server = await localServer(scope, listener)
  const neon: TestNeon = {
    url: `https://localhost:${server.port}`,
    apiKey: `napi_${randomBytes(24).toString('hex')}`,
    resets: [],
    slowness: 0,
    ending: 'finished',
    fail: faults.fail,
    stop: server.stop
  }

  async function dispatch(call: string, authorization = ''): Promise<{ status: number; body?: object }> {
    if (authorization !== `Bearer ${neon.apiKey}`) return { status: 401 }
    const id = namedIn(call, `^GET ${base}/operations/([\\w-]+)$`)
    if (id !== undefined) return progress(id)
    const role = namedIn(call, `^(?:GET|POST) ${roles}/(\\w+)(?:/reset_password)?$`)
    if (role === undefined || !(await hasRole(role))) return { status: 404 }
    if (call === `GET ${roles}/${role}`) return { status: 200, body: { role: { name: role } } }
    return call.startsWith('POST') && call.endsWith('/reset_password') ? reset(role) : { status: 405 }
  }

  async function reset(role: string): Promise<{ status: number; body?: object }> {
    const running = [...operations].filter(([, { status }]) => status === 'running')
    for (const [each] of running) await progress(each) // they go on by themselves
    return running.length > 0 ? { status: 423 } : startReset(role)
  }

  function startReset(role: string): { status: number; body: object } {
    const password = `npg_${randomBytes(12).toString('base64url')}`
    const id = randomBytes(8).toString('hex')
    neon.resets.push(role)
    operations.set(id, { asked: 0, status: 'running', run: () => setPassword(role, password) })
    const operation = { id, action: 'apply_config', status: 'running' }
    return { status: 200, body: { role: { name: role, password }, operations: [operation] } }
  }

  async function progress(id: string): Promise<{ status: number; body?: object }> {
    const operation = operations.get(id)
    if (!operation) return { status: 404 }
    operation.asked += 1
    if (operation.status === 'running' && operation.asked > neon.slowness) {
      operation.status = neon.ending
      if (neon.ending === 'finished') await operation.run()
    }
    return { status: 200, body: { operation: { id, status: operation.status } } }
  }

  return neon
}

function namedIn(call: string, pattern: string): string | undefined {
  return new RegExp(pattern).exec(call)?.[1]
}
