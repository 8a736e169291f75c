import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { errors } from './errors.ts'
import { routes } from './index.ts'
import { commonErrors, openApi } from './openapi.ts'
import { isOfResidence, isShared } from './policy.ts'
import type { Route } from './route.ts'

const committed = new URL('../openapi.json', import.meta.url)
const document = openApi(routes, '1')
const operations: [string, Route][] = Object.entries(routes)

test('openapi.json is the contract of today (npm run openapi makes it anew)', () => {
  const made = `${JSON.stringify(document, null, 2)}\n`
  if (process.argv.includes('--write')) writeFileSync(committed, made)
  assert.equal(readFileSync(committed, 'utf8'), made)
})

test('every operation has an address of its own', () => {
  const addresses = operations.map(([, { method, path }]) => `${method} ${path.replaceAll(/:\w+/g, ':')}`)
  assert.equal(new Set(addresses).size, addresses.length)
})

test('every parameter in an address is described, and none that is not there', () => {
  for (const [operationId, route] of operations) {
    const named = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const described = Object.keys(route.params?.properties ?? {})
    assert.deepEqual(
      described.toSorted((a, b) => a.localeCompare(b)),
      named.toSorted((a = '', b = '') => a.localeCompare(b)),
      operationId
    )
  }
})

test('every error code belongs to some operation, to all of them, or to none because it is about the address', () => {
  const used = new Set(operations.flatMap(([, route]) => [...route.errors, ...commonErrors(route)]))
  const unused = Object.keys(errors).filter((code) => !used.has(code as keyof typeof errors))
  assert.deepEqual(unused, ['method_not_allowed'])
})

// ASVS 8.1.2
test('an operation on something of a residence can answer that it is not there and, unless every member may, that the role does not suffice', () => {
  for (const [operationId, route] of operations.filter(([, { resource }]) => isShared(resource))) {
    assert.ok(
      route.errors.some((code) => errors[code].status === 404),
      operationId
    )
    assert.equal(route.errors.includes('not_allowed'), isOfResidence(route.action), operationId)
  }
})

// ASVS 2.1.1, 8.2.3, 15.3.3
test('every object that comes in or goes out refuses what it does not name', () => {
  for (const [operationId, route] of operations) {
    const parts = [route.params, route.query, route.body, route.reply].filter((part) => part !== undefined)
    for (const part of parts) assertStrict(part, operationId)
  }
})

function assertStrict(schema: unknown, where: string): void {
  if (typeof schema !== 'object' || schema === null) return
  if ('type' in schema && schema.type === 'object')
    assert.ok(
      'additionalProperties' in schema && schema.additionalProperties === false,
      `${where}: ${JSON.stringify(schema).slice(0, 200)}`
    )
  for (const inner of Object.values(schema)) assertStrict(inner, where)
}
