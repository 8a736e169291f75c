import assert from 'node:assert/strict'
import { test } from 'node:test'
import { invitationIn } from './share-file.ts'

const file = {
  format: 'honeydue',
  version: 1,
  residence: 'Garden Street',
  invitedBy: 'Anna',
  role: 'member',
  code: 'ABCDEFGHJK',
  expiresAt: '2026-01-01T00:00:00Z'
}

test('an invitation file tells its code, the home and who invites', () => {
  assert.deepEqual(invitationIn(JSON.stringify(file)), {
    code: 'ABCDEFGHJK',
    residence: 'Garden Street',
    invitedBy: 'Anna'
  })
})

test('anything else is no invitation', () => {
  const others = ['', 'ABCDEFGHJK', '[]', 'null', '{}', JSON.stringify({ ...file, format: 'other' })]
  const broken = [JSON.stringify({ ...file, code: 5 }), JSON.stringify({ ...file, residence: undefined })]
  const large = JSON.stringify({ ...file, note: 'x'.repeat(20_000) })
  for (const text of [...others, ...broken, large]) assert.equal(invitationIn(text), undefined, text.slice(0, 60))
})
