import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fill, translationOf } from './message.ts'

test('values are put in their places, numbers as the language writes them', () => {
  assert.equal(fill('Hello, {name}', { name: 'Anna' }, 'en'), 'Hello, Anna')
  assert.equal(fill('{count} of {total}', { count: 1200, total: 5 }, 'de'), '1.200 of 5')
})

test('a value is not read as a message itself', () => {
  assert.equal(fill('{a} {b}', { a: '{b}', b: '$&' }, 'en'), '{b} $&')
})

test('the count chooses the form', () => {
  const days = { one: '{count} day', other: '{count} days' }
  assert.deepEqual(
    [0, 1, 2].map((count) => fill(days, { count }, 'en')),
    ['0 days', '1 day', '2 days']
  )
})

test('a translation with a missing message, a wrong value or one too many does not compile', () => {
  type Original = {
    readonly hello: 'Hello, {name}'
    readonly days: { readonly one: 'day'; readonly other: '{count} days' }
  }
  const translate = translationOf<Original>()
  const right = translate({ hello: 'Hallo, {name}', days: { one: 'ein Tag', other: '{count} Tage' } })
  assert.equal(right.hello, 'Hallo, {name}')
  // @ts-expect-error a message is missing
  translate({ hello: 'Hallo, {name}' })
  // @ts-expect-error a value is misspelt
  translate({ hello: 'Hallo, {nmae}', days: { one: 'ein Tag', other: '{count} Tage' } })
  // @ts-expect-error a value is left out
  translate({ hello: 'Hallo', days: { one: 'ein Tag', other: '{count} Tage' } })
  // @ts-expect-error a message that the original does not have
  translate({ hello: 'Hallo, {name}', days: { one: 'ein Tag', other: '{count} Tage' }, more: 'mehr' })
})
