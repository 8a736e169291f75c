import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { formatInstant } from '../../../messages/formats.ts'
import { learn, speak } from '../../../messages/i18n.ts'
import { factKind, factWords } from './fact-words.ts'

before(async () => {
  await speak('en', [])
  await learn('staff')
})

const at = '2027-03-17T12:00:18.203Z'
const fields = [
  { name: 'expiresAtMs', value: at },
  { name: 'priceMilliunits', value: '2990' },
  { name: 'currency', value: 'EUR' },
  { name: 'willRenew', value: 'true' },
  { name: 'period', value: 'intro' },
  { name: 'revocationPercentage', value: '50000' },
  { name: 'constructor', value: at },
  { name: 'ofTomorrowMs', value: '1' }
]

test('what a store says is named and written as the reader does, and what is not known stays as it is', async () => {
  assert.deepEqual(factWords(fields), [
    ['Ends', formatInstant(at)],
    ['Price', '€2.99'],
    ['Renews', 'Yes'],
    ['Period', 'at a first price'],
    ['Given back', '50%'],
    ['constructor', at],
    ['ofTomorrowMs', '1']
  ])
  assert.deepEqual([factKind('apple_renewal'), factKind('of_tomorrow')], ['What comes next', 'of_tomorrow'])
  await speak('de', [])
  const german = factWords(fields)
  assert.deepEqual(german.slice(0, 2), [
    ['Endet', formatInstant(at)],
    ['Preis', '2,99\u00a0€']
  ])
  assert.match(formatInstant(at), /^17\.03\.2027/)
  await speak('en', [])
})

test('a price in a currency without a smaller unit, and one without its currency', () => {
  const price = { name: 'priceMilliunits', value: '300000' }
  assert.deepEqual(factWords([price, { name: 'currency', value: 'JPY' }]), [['Price', '¥300']])
  assert.deepEqual(factWords([price]), [['Price', '300000']])
})
