import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiProblem } from '../api.ts'
import { queryClient } from './query-client.ts'

function isRepeated(error: Error): boolean {
  const { retry } = queryClient.getDefaultOptions().mutations ?? {}
  assert.ok(typeof retry === 'function')
  return retry(0, error)
}

test('a service that asked for a moment is asked again by itself; a store that it has waited for is not', () => {
  assert.ok(isRepeated(new ApiProblem('busy', { status: 503 })))
  assert.ok(!isRepeated(new ApiProblem('store_unavailable', { status: 503 })))
  assert.ok(!isRepeated(new ApiProblem('billing_not_offered', { status: 404 })))
})
