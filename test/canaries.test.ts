import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sweepForCanaries } from './canaries.ts'

// ASVS 16.2.5, 14.2.1, 16.5.1
test('no secret that is sent to any operation is found in log, audit, problems, headers, outbox or queue', async (t) => {
  const { sent, leaks } = await sweepForCanaries(t)
  assert.ok(sent > 500, `${sent}`)
  assert.deepEqual(leaks, [])
})
