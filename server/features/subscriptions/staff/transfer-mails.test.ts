import assert from 'node:assert/strict'
import { test } from 'node:test'
import { transferMail, type Told } from './transfer-mails.ts'

const reader = { email: 'anna@example.org', displayName: 'Anna' }
const text = (side: Told['side'], told: Partial<Told>, language: 'en' | 'de') => {
  const about = { side, store: 'apple', wasNobodys: false, ...told } as const
  return JSON.stringify(transferMail({ ...reader, language }, about, 'https://home.example.org').body)
}

test('names where the purchase was bought and whose it was, in both languages', () => {
  assert.match(text('received', { store: 'stripe' }, 'en'), /bought on the web and belonged to another account\./)
  assert.match(text('received', { wasNobodys: true }, 'en'), /bought in the App Store and belonged to nobody\./)
  assert.match(text('given', { store: 'google' }, 'en'), /bought on Google Play and belonged to your account/)
  assert.match(text('received', { store: 'stripe' }, 'de'), /im Web gekauft wurde und einem anderen Konto gehörte\./)
  assert.match(text('received', { wasNobodys: true }, 'de'), /im App Store gekauft wurde und niemandem gehörte\./)
  assert.match(text('given', { store: 'google' }, 'de'), /bei Google Play gekauft wurde und deinem Konto gehörte/)
})

test('leads to the page of the plan, which German calls a Tarif', () => {
  const told = { side: 'received', store: 'apple', wasNobodys: false } as const
  const { body } = transferMail({ ...reader, language: 'de' }, told, 'https://home.example.org')
  assert.deepEqual(body[2], { label: 'Deinen Tarif ansehen', url: 'https://home.example.org/settings/plan' })
})
