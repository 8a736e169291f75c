import assert from 'node:assert/strict'
import { test } from 'node:test'
import { groupingIn, yearIn } from './year-in.ts'

test('the year comes from the address, and what can be no year is this one', () => {
  const year = (text: string) => yearIn(new URLSearchParams(text), 2026)
  assert.deepEqual(
    ['year=2024', '', 'year=0001', 'year=2e3', 'year=9999', 'year=-202'].map(year),
    [2024, 2026, 2026, 2026, 2026, 2026]
  )
})

test('what the year is divided by comes from the address, and is the category when that names nothing known', () => {
  const grouping = (text: string) => groupingIn(new URLSearchParams(text))
  assert.deepEqual(['by=asset', 'by=contractor', '', 'by=none'].map(grouping), [
    'asset',
    'contractor',
    'category',
    'category'
  ])
})
