import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linesOf } from './bulk-lines.ts'

test('takes one title from each line and leaves list marks, numbers and boxes out', () => {
  const text =
    '- Clean the gutters\n  * Bleed radiators \r\n\n1. Check smoke alarms\n2) Oil   hinges\n- [ ] Wash curtains\n[x] Sweep'
  assert.deepEqual(linesOf(text).titles, [
    'Clean the gutters',
    'Bleed radiators',
    'Check smoke alarms',
    'Oil hinges',
    'Wash curtains',
    'Sweep'
  ])
})

test('keeps figures and dashes that belong to the title', () => {
  assert.deepEqual(linesOf('2 windows upstairs\n24-hour test').titles, ['2 windows upstairs', '24-hour test'])
})

test('says when there are more than fifty, or one is longer than a title may be', () => {
  assert.equal(linesOf('a\n'.repeat(50)).tooMany, false)
  assert.equal(linesOf('a\n'.repeat(51)).tooMany, true)
  assert.equal(linesOf('b'.repeat(200)).tooLong, undefined)
  assert.equal(linesOf('b'.repeat(201)).tooLong, 'b'.repeat(201))
})
