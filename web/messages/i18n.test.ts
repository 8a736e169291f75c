import assert from 'node:assert/strict'
import { test } from 'node:test'
import { learn, speak, t } from './i18n.ts'

test('a part of the catalogue is not known before it was learned, and known in every language from then on', async () => {
  await speak('en', [])
  assert.equal(t('action.save'), 'Save')
  assert.throws(() => t('people.title'), /people\.title/)
  await learn('rest')
  assert.equal(t('people.title'), 'People')
  await speak('de', [])
  assert.equal(t('people.title'), 'Leute')
})

test('a part that is learned while the language changes comes in the new one', async () => {
  await speak('en', [])
  await Promise.all([speak('de', []), learn('daily')])
  assert.equal(t('board.title'), 'Übersicht')
  await Promise.all([learn('entrance'), speak('en', [])])
  assert.equal(t('signIn.title'), 'Sign in')
})
