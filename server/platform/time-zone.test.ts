import assert from 'node:assert/strict'
import { test } from 'node:test'
import { knownTimeZone, today } from './time-zone.ts'

test('every zone of this build is known, offsets and inventions are not', () => {
  for (const zone of Intl.supportedValuesOf('timeZone')) assert.ok(knownTimeZone(zone), zone)
  for (const zone of ['+02:00', '-0800', 'Europe/Atlantis', '', 'Mars', 'Europe/Berlin '])
    assert.ok(!knownTimeZone(zone), zone)
})

test('the same instant is another date elsewhere', () => {
  const instant = Temporal.Instant.from('2026-03-01T10:30:00Z')
  assert.equal(today(instant, 'Pacific/Kiritimati').toString(), '2026-03-02')
  assert.equal(today(instant, 'Pacific/Pago_Pago').toString(), '2026-02-28')
})
