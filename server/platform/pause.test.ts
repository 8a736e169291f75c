import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { pause } from './pause.ts'

test('a pause ends early with its signal, and one that has ended leaves nothing waiting at the signal', async () => {
  const stopping = new AbortController()
  for (let turn = 0; turn < 3; turn++) await pause(0, stopping.signal)
  assert.equal(getEventListeners(stopping.signal, 'abort').length, 0)

  const long = pause(2 ** 31 - 1, stopping.signal)
  stopping.abort()
  await long
  await pause(2 ** 31 - 1, stopping.signal)
})
