import assert from 'node:assert/strict'
import { test } from 'node:test'
import { activeLanguage, learn, speak, t, wantedLanguage } from './i18n.ts'

test('a part of the catalogue is not known before it was learned, and known in every language from then on', async () => {
  await speak('en', [])
  assert.equal(t('action.save'), 'Save')
  assert.throws(() => t('people.title'), /people\.title/)
  await learn('rest')
  assert.equal(t('people.title'), 'People')
  await speak('de', [])
  assert.equal(t('people.title'), 'Leute')
})

test('of two languages that are wanted one after the other the later one is spoken, whichever comes sooner', async () => {
  await speak('de', [])
  // English needs more of its parts loaded than German does
  await Promise.all([learn('staff'), speak('en', []), speak('de', [])])
  assert.deepEqual([activeLanguage(), wantedLanguage(), t('action.save')], ['de', 'de', 'Speichern'])
})

test('a part that is learned while the language changes comes in the new one', async () => {
  await speak('en', [])
  await Promise.all([speak('de', []), learn('daily')])
  assert.equal(t('board.title'), 'Übersicht')
  await Promise.all([learn('entrance'), speak('en', [])])
  assert.equal(t('signIn.title'), 'Sign in')
})
