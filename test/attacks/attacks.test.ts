import assert from 'node:assert/strict'
import { test } from 'node:test'
import { federatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import { attacks } from './all.ts'

for (const { source, story, replay } of attacks) {
  test(`refused: ${source}. ${story}`, async (t) => replay(await federatedApp(t)))
}

test('there are fifty at least, each told once', () => {
  assert.ok(attacks.length >= 50, `${attacks.length}`)
  assert.equal(new Set(attacks.map(({ source }) => source)).size, attacks.length)
})
