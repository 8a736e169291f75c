import type { InjectOptions } from 'fastify'
import type { Schema } from './arbitrary-of-schema.ts'
import { testApp, type TestApp } from './harness.ts'
import { idsOf, operations, type Operation } from './matrix/operations.ts'
import { makeTenant, type Tenant } from './matrix/tenant.ts'
import { validInput } from './matrix/valid-input.ts'
import type { Scope } from './afterwards.ts'

export type Leak = { readonly canary: string; readonly where: string }
export type Sweep = { readonly sent: number; readonly leaks: readonly Leak[] }

/** Fields whose content nobody but the person may see again, and headers likewise. */
const sensitive = /password|code|token|secret|email|challenge|credential|assertion|proof|identity/i

/**
 * Sends every operation requests, valid but for unique strings in each sensitive place (body, address, headers), and looks
 * for them where secrets have been found in other systems: log, audit, problems, headers, outbox and queue.
 */
export async function sweepForCanaries(scope: Scope): Promise<Sweep> {
  const app = await testApp(scope)
  app.log.expectErrors()
  const tenant = await makeTenant(app)
  const canaries: string[] = []
  const leaks: Leak[] = []
  for (const operation of operations()) {
    for (const request of requestsWith(operation, tenant, canaries)) {
      const answer = await app.inject(request)
      const place = `answer of ${operation.operationId} (${answer.statusCode})`
      const shown = answer.statusCode >= 400 ? answer.body : ''
      leaks.push(...found(canaries, JSON.stringify(answer.headers) + shown, place))
    }
  }
  leaks.push(...found(canaries, JSON.stringify(app.log.lines), 'log'))
  for (const table of ['audit_events', 'outbox', 'idempotency_keys'] as const)
    leaks.push(...found(canaries, await rowsOf(app, table), table))
  leaks.push(...found(canaries, await rowsOf(app, 'graphile_worker._private_jobs'), 'jobs'))
  return { sent: canaries.length, leaks }
}

function found(canaries: readonly string[], text: string, where: string): Leak[] {
  return canaries.filter((canary) => text.includes(canary)).map((canary) => ({ canary, where }))
}

async function rowsOf({ database: { pool } }: TestApp, table: string): Promise<string> {
  const exists = await pool.query<{ found: boolean }>('select to_regclass($1) is not null as found', [table])
  if (!exists.rows[0]?.found) return ''
  const { rows } = await pool.query<{ text: string }>(
    `select coalesce(string_agg(t::text, ' '), '') as text from ${table} t`
  )
  return rows[0]?.text ?? ''
}

function requestsWith(operation: Operation, tenant: Tenant, canaries: string[]): InjectOptions[] {
  const mint = () => {
    const canary = `canary${String(canaries.length).padStart(6, '0')}xq`
    canaries.push(canary)
    return canary
  }
  const { query, body } = validInput(operation, tenant)
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    idsOf(operation).includes(name) ? (tenant.ids[name] ?? tenant.people.owner.userId) : mint()
  )
  const request = (token: string, sent: object | undefined, address: string): InjectOptions => ({
    method: operation.method,
    url: address,
    headers: {
      authorization: `Bearer ${token}`,
      'user-agent': mint(),
      'x-forwarded-for': mint(),
      referer: `https://a.example/?${mint()}`,
      ...(sent && { 'content-type': 'application/json' })
    },
    ...(sent && { payload: JSON.stringify(sent) })
  })
  const { token } = tenant.people.owner
  const planted = body && operation.body ? plant(body, operation.body, mint) : undefined
  return [
    request(token, planted, `${path}${query}`),
    request(mint(), planted, `${path}${query}`),
    request(token, body && { ...body, unknown: mint() }, `${path}?unknown=${mint()}`),
    request(token, planted, `${path}/${mint()}`)
  ]
}

/** The body with a unique string in every sensitive field: at the end of what fits, so that most of it is still taken. */
function plant(body: object, schema: Schema, mint: () => string): object {
  const fields = Object.entries(body).map(([name, value]) => {
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return [name, plant(value, schema.properties?.[name] ?? {}, mint)]
    if (typeof value !== 'string' || !sensitive.test(name)) return [name, value]
    return [name, /mail/i.test(name) ? `${mint()}@example.org` : `${mint()} long enough to be taken`]
  })
  return Object.fromEntries(fields) as object
}
