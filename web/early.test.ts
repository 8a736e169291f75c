import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getMe } from '#contract/accounts.ts'
import { ApiProblem, call } from './api.ts'
import { askEarly, takeEarly } from './early.ts'

test('what was asked for early is used once, then asked for anew', async (context) => {
  let asked = 0
  context.mock.method(globalThis, 'fetch', async () => Response.json({ number: ++asked }))
  askEarly('/api/me')
  assert.deepEqual(await call(getMe, {}), { number: 1 })
  assert.equal(asked, 1)
  assert.deepEqual(await call(getMe, {}), { number: 2 })
})

test('an early question without a connection is the ordinary problem for whoever takes it, and harms nobody else', async (context) => {
  context.mock.method(globalThis, 'fetch', async () => {
    throw new TypeError('no connection')
  })
  askEarly('/api/today')
  askEarly('/api/me')
  await assert.rejects(call(getMe, {}), (error) => error instanceof ApiProblem && error.code === 'offline')
  assert.equal(takeEarly('/api/me'), undefined)
})
