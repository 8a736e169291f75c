import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import type { Alert } from '#contract/staff.ts'
import { learn, speak } from '../../../messages/i18n.ts'
import { aboutWords } from './alert-about.ts'

before(async () => {
  await speak('en', [])
  await learn('staff')
})

const said: readonly (readonly [Alert['kind'], about: string, english: string])[] = [
  ['unmapped_product', 'apple pro.yearly', 'App Store: pro.yearly'],
  ['unmapped_product', 'google pro_monthly', 'Google Play: pro_monthly'],
  ['unattributed', 'p-1', 'Purchase p-1'],
  ['paid_twice', 'a-1', 'Account a-1'],
  ['refused_claims', 'account a-1', 'Account a-1'],
  ['refused_claims', 'address 00ff', 'Network address 00ff'],
  ['refused_claims', 'Apple account 7', 'Apple account 7'],
  ['cancellation_failed', 'cus_1', 'Customer cus_1'],
  ['refund_review', '77', 'Message 77 of Google Play'],
  ['catch_up_stopped', 'stripe production', 'Stripe'],
  ['catch_up_stopped', 'apple sandbox', 'App Store: Sandbox, costs nothing'],
  ['catch_up_stopped', 'google voidedpurchases', 'Google Play: its list of voided purchases'],
  ['certificate_revoked', 'apple 1A2B', 'App Store: 1A2B'],
  ['unknown_notification', 'apple production RENEWAL_EXTENSION FAILURE', 'App Store: RENEWAL_EXTENSION FAILURE'],
  ['unknown_notification', 'google unparsable', 'Google Play: a message that nobody can read'],
  ['unknown_notification', 'of tomorrow', 'of tomorrow']
]

test('says what each alert is about, so that no two of a kind look the same', () => {
  for (const [kind, about, english] of said) assert.equal(aboutWords({ kind, about, purchaseId: 'p-1' }), english)
})

test('says so in German too', async () => {
  await speak('de', [])
  assert.equal(aboutWords({ kind: 'paid_twice', about: 'a-1', purchaseId: 'p-1' }), 'Konto a-1')
  await speak('en', [])
})
