import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { alertKinds } from '#contract/staff.ts'

test('of each kind of alert docs/subscriptions.md says what it means and what to do', async () => {
  const text = await readFile(new URL('../../../../docs/subscriptions.md', import.meta.url), 'utf8')
  const [, ...rows] = /^\| alert \| means \| what to do \|$.*?^$/ms.exec(text)?.[0].split('\n') ?? []
  const named = rows.flatMap((row) => row.split('|')[1]?.match(/[a-z]+(_[a-z]+)*/g) ?? [])
  assert.deepEqual(named.toSorted(), [...alertKinds].toSorted())
})
