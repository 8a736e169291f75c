import assert from 'node:assert/strict'
import { test } from 'node:test'
import { discoverRows } from '../scoreboard/discover-rows.ts'

test('every row of the scoreboard has an id of its own, and its file is named for it', async () => {
  const rows = await discoverRows()
  const ids = rows.map(({ id }) => id)
  assert.deepEqual(ids, [...new Set(ids)])
  for (const { metric, target } of rows) assert.ok(metric && target)
})

test('an id that no row has is refused', async () => {
  await assert.rejects(discoverRows(['S99']), /no row S99/)
})
