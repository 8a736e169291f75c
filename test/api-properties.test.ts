import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { LightMyRequestResponse } from 'fastify'
import { Check, Errors } from 'typebox/value'
import { errors, type ErrorCode } from '#contract/errors.ts'
import { routes } from '#contract/index.ts'
import { commonErrors } from '#contract/openapi.ts'
import type { Route } from '#contract/route.ts'
import type { Problem } from '#server/platform/http/problem.ts'
import type { Scope } from './afterwards.ts'
import { fitting, spoiled, type Schema } from './arbitrary-of-schema.ts'
import { testApp, type TestApp } from './harness.ts'
import { populate } from './populate.ts'

const runsPerOperation = 40
/** No fault: whoever sends is to try again, perhaps when it is set up. */
const notSetUp: ErrorCode = 'store_not_set_up'

/** Any input for an operation: mostly fitting, sometimes spoiled somewhere. */
function inputFor(route: Route, ids: readonly string[]) {
  const part = (schema: unknown, spoil: boolean) => {
    if (schema === undefined) return fc.constant(undefined)
    const fit = fitting(schema as Schema, ids) // the contract uses no other keywords
    return spoil ? fit.chain(spoiled) : fit
  }
  const of = (spoil: { params: boolean; query: boolean; body: boolean }) =>
    fc.record({
      params: part(route.params, spoil.params),
      query: part(route.query, spoil.query),
      body: part(route.body, spoil.body)
    })
  const fits = { params: false, query: false, body: false }
  return fc.oneof(of(fits), of({ ...fits, body: true }), of({ ...fits, params: true }), of({ ...fits, query: true }))
}

/** The request as bytes on the wire would be: names and values of the address are text. */
function send(
  app: TestApp,
  route: Route,
  { input, token }: { input: { params?: unknown; query?: unknown; body?: unknown }; token: string }
) {
  const params = new Map(Object.entries(input.params ?? {}))
  const query = Object.entries(input.query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encode(name)}=${encode(value)}`]
  )
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => encode(params.get(name)) || '-')
  return app.inject({
    method: route.method,
    url: query.length > 0 ? `${path}?${query.join('&')}` : path,
    headers: {
      authorization: `Bearer ${token}`,
      ...(input.body !== undefined && { 'content-type': 'application/json' }),
      ...(route.bytes && { 'content-type': route.bytes.type })
    },
    ...(route.bytes && { payload: Buffer.from(`%PDF-1.7 ${JSON.stringify(input)}`) }),
    ...(input.body !== undefined && { payload: JSON.stringify(input.body) ?? 'undefined' })
  })
}

function encode(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return encodeURIComponent(text.toWellFormed()).slice(0, 300)
}

function assertAsDescribed(route: Route, response: LightMyRequestResponse): void {
  const said = `${response.statusCode} ${response.body}`
  if (response.statusCode === route.status) {
    if (route.file)
      return assert.ok(
        route.file.some(
          (type) => type === String(response.headers['content-type']).replace(/^(text\/\w+); charset=utf-8$/, '$1')
        ),
        said
      )
    if (!route.reply) return assert.equal(response.body, '', said)
    const body: unknown = response.json()
    return assert.ok(Check(route.reply, body), `${said}\n${JSON.stringify(Errors(route.reply, body))}`)
  }
  const { code, status } = response.json<Problem>()
  const described: ErrorCode[] = [...route.errors, ...commonErrors(route), 'route_not_found', 'method_not_allowed']
  assert.ok(response.statusCode < 500 || code === notSetUp, said)
  assert.ok(described.includes(code), `undescribed ${said}`)
  assert.deepEqual([status, errors[code].status], [response.statusCode, response.statusCode], said)
}

async function populated(scope: Scope) {
  const app = await testApp(scope)
  return { app, ...(await populate(app)) }
}

/** Reading takes nothing from the next operation that reads. */
const reading = await populated({ after })
const operations: [string, Route][] = Object.entries(routes)
// ASVS 2.2.1, 15.3.5
for (const [operationId, route] of operations) {
  test(`${operationId} answers whatever it is sent as the OpenAPI document says, and never with a fault`, async (t) => {
    const { app, person, ids } = route.method === 'GET' ? reading : await populated(t)
    await fc.assert(
      fc.asyncProperty(inputFor(route, ids), async (input) => {
        // A session of its own each time: some operations end it.
        const { token } = route.path.startsWith('/api/session') ? await app.person('Again') : person
        assertAsDescribed(route, await send(app, route, { input, token }))
      }),
      { numRuns: runsPerOperation }
    )
  })
}
