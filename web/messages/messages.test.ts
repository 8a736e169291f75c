import assert from 'node:assert/strict'
import { test } from 'node:test'
import { de } from './de.ts'
import { en } from './en.ts'
import type { Message, Messages } from './message.ts'

const english: Messages = en
const german: Messages = de

function textsOf(message: Message): string[] {
  return typeof message === 'string' ? [message] : [message.one, message.other]
}
function placesOf(message: Message): string[] {
  const places = textsOf(message).flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''))
  return [...new Set(places)].toSorted()
}

test('both languages say the same things', () => {
  assert.deepEqual(Object.keys(german).toSorted(), Object.keys(english).toSorted())
})

test('both languages put the same values into each message, and count in the same ones', () => {
  for (const [key, message] of Object.entries(english)) {
    const other = german[key] ?? ''
    assert.deepEqual(placesOf(other), placesOf(message), key)
    assert.equal(typeof other, typeof message, key)
  }
})

test('no English is left in the German', () => {
  const englishWords = /\b(the|and|your|you|with|is|are|task|home|add|this|of|to|for|not|done|late)\b/i
  const names = new Map(Object.entries(german).flatMap(([key, message]) => textsOf(message).map((text) => [text, key])))
  for (const [text, key] of names) {
    const spoken = text.replaceAll(/\{\w+\}/g, '')
    assert.doesNotMatch(spoken, englishWords, key)
  }
})

test('the same words in both languages are names or words that both have', () => {
  const same = Object.keys(english).filter((key) => JSON.stringify(english[key]) === JSON.stringify(german[key]))
  const shared = new Set([
    'honeyDue',
    'Code',
    'Garage',
    'Laminat',
    'Vinyl',
    'Name',
    'Status',
    'RRULE',
    'Start',
    'Text',
    'PDF',
    'PDF, {size}',
    'In {name}',
    'Website',
    'Apple',
    'Google',
    'Outlook',
    'Pro',
    'App Store',
    'Google Play'
  ])
  const isShared = (text: string) => shared.has(text) || !/\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ''))
  assert.deepEqual(
    same.filter((key) => !textsOf(english[key] ?? '').every(isShared)),
    []
  )
})

test('the voice: no exclamation marks, no straight quotes, no spaces at the ends', () => {
  for (const [key, message] of [...Object.entries(english), ...Object.entries(german)])
    for (const text of textsOf(message)) {
      assert.doesNotMatch(text, /[!"']|^\s|\s$/, key)
      assert.notEqual(text, '', key)
    }
})

test('German says du', () => {
  for (const [key, message] of Object.entries(german))
    for (const text of textsOf(message))
      assert.doesNotMatch(text, /\b(Ihnen|Sie (sind|haben|können|müssen|dürfen|möchten))\b/, key)
})
