import assert from 'node:assert/strict'
import { test } from 'node:test'
import { routes } from '#contract/index.ts'
import type { Route } from '#contract/route.ts'
import { serializerCompiler, validatorCompiler } from './compile-schemas.ts'

const all: [string, Route][] = Object.entries(routes)

for (const httpPart of ['params', 'query', 'body'] as const) {
  test(`what every route takes as ${httpPart} can be compiled, and refuses what is none of it`, () => {
    for (const [name, route] of all) {
      const schema = route[httpPart]
      if (!schema) continue
      const place = { method: route.method, url: route.path, httpPart: httpPart === 'query' ? 'querystring' : httpPart }
      assert.equal(validatorCompiler({ schema, ...place })(7), false, name)
    }
  })
}

test('what every route answers can be compiled', () => {
  for (const [name, { method, path: url, reply, status }] of all) {
    if (!reply) continue
    const serialize = serializerCompiler({ schema: reply, method, url, httpStatus: String(status) })
    // Compiled, it finds out that this is no answer; of what cannot be compiled it would tell something else.
    const said = () => serialize(Object.create(null) as object)
    try {
      assert.equal(typeof said(), 'string', name)
    } catch (error) {
      assert.match((error as Error).message, /is required!|does not match schema/, name)
    }
  }
})
