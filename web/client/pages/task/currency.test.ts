import assert from 'node:assert/strict'
import { test } from 'node:test'
import { currencyOf } from './currency.ts'

test('takes the currency of the country the home is in', () => {
  assert.equal(currencyOf('CH', 'de-DE'), 'CHF')
  assert.equal(currencyOf('DE', 'en-US'), 'EUR')
})

test('takes the person’s own region for a home without a country, and for one it does not know', () => {
  assert.equal(currencyOf(null, 'en-GB'), 'GBP')
  assert.equal(currencyOf(null, 'en'), 'USD')
  assert.equal(currencyOf('AQ', 'de'), 'EUR')
})

test('takes euros where neither says anything', () => {
  assert.equal(currencyOf(null, 'tlh'), 'EUR')
})
