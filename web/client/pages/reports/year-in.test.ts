import assert from 'node:assert/strict'
import { test } from 'node:test'
import { yearIn } from './year-in.ts'

test('the year comes from the address, and what can be no year is this one', () => {
  const year = (text: string) => yearIn(new URLSearchParams(text), 2026)
  assert.deepEqual(
    ['year=2024', '', 'year=0001', 'year=2e3', 'year=9999', 'year=-202'].map(year),
    [2024, 2026, 2026, 2026, 2026, 2026]
  )
})
