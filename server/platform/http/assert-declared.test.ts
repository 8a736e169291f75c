import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMe } from '#contract/accounts.ts'
import { routes } from '#contract/index.ts'
import { everybody } from '#contract/policy.ts'
import { deleteResidence, getResidence } from '#contract/residences.ts'
import type { Route } from '#contract/route.ts'
import { testApp } from '#test/harness.ts'
import { assertDeclared, assertServed } from './assert-declared.ts'
import type { Handler } from './handle.ts'

const run = async () => undefined
const handlerOf = (route: object): Handler => ({ route: route as Route, run }) // wrong on purpose
const without = (field: keyof Route) =>
  Object.fromEntries(Object.entries(getResidence).filter(([name]) => name !== field))

const incomplete: Record<string, { handler: Handler; problem: RegExp }> = {
  'without access': { handler: handlerOf(without('access')), problem: /access is not declared/ },
  'without an action': { handler: handlerOf(without('action')), problem: /action is not declared/ },
  'without a resource': { handler: handlerOf(without('resource')), problem: /resource is not declared/ },
  'without a word on proved addresses': {
    handler: handlerOf(without('verified')),
    problem: /verified is not declared/
  },
  'without a word on a fresh proof': { handler: handlerOf(without('stepUp')), problem: /stepUp is not declared/ },
  'without a rate class': { handler: handlerOf(without('rate')), problem: /rate is not declared/ },
  'with an action that no policy knows': {
    handler: handlerOf({ ...getResidence, action: 'residence.sell' }),
    problem: /action is not declared/
  },
  'without a verb': { handler: { route: getResidence, run: undefined as never }, problem: /no handler/ },
  'of a residence for everybody': {
    handler: handlerOf({ ...getResidence, ...everybody }),
    problem: /what is of a residence is for proved addresses/
  },
  'for everybody that asks for a proof': {
    handler: handlerOf({ ...getMe, ...everybody, stepUp: true }),
    problem: /nobody can be asked/
  },
  'for staff that asks for no fresh proof': {
    handler: handlerOf({ ...getMe, access: 'staff', verified: true, resource: 'purchase' }),
    problem: /staff shows who it is/
  },
  'for everybody signed in on what staff works on': {
    handler: handlerOf({ ...getMe, resource: 'purchase' }),
    problem: /what staff works on is for staff/
  },
  'with a right of members over nothing of theirs': {
    handler: handlerOf({ ...deleteResidence, resource: 'self' }),
    problem: /an action of members on nothing of a residence/
  }
}
// ASVS 8.1.1, 8.3.1
for (const [name, { handler, problem }] of Object.entries(incomplete)) {
  test(`the server does not start with a route ${name}, and names it`, () => {
    assert.throws(() => assertDeclared([handler]), problem)
    assert.throws(() => assertDeclared([handler]), new RegExp(handler.route.path))
  })
}

test('the server does not start with two handlers for one address, whatever its parameters are called', () => {
  const twin = { ...getResidence, path: '/api/residences/:id' }
  assert.throws(
    () => assertDeclared([handlerOf(getResidence), handlerOf(twin)]),
    /GET \/api\/residences\/:: served 2 times/
  )
})

test('every operation of the contract is served, and one that is not is named', async (t) => {
  const { handlers } = (await testApp(t)).product
  assertDeclared(handlers)
  assert.throws(() => assertServed(routes, handlers.slice(1)), /Operations without a handler: \w+$/)
})
