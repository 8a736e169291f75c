import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataClasses } from '#test/security/data-classes.ts'
import { readMe } from './read-me.ts'

/** Where the archive has what is known of a person, by table; of what is not in it, why. */
const whereInArchive: Readonly<Record<string, string>> = {
  account_mark_changes: 'account/marks',
  account_marks: 'account/plan',
  address_proofs: 'not: gone within the hour',
  archives: 'not: the archive itself',
  audit_events: 'account/events',
  calendar_feeds: 'account/calendar-feeds',
  completions: 'homes/history',
  device_credentials: 'not: digests of a device',
  document_reminders: 'not: when a reminder went out',
  doomed_objects: 'not: gone within the day',
  entitlements: 'account/plan',
  events: 'account/events',
  files: 'homes/files',
  former_session_tokens: 'not: digests',
  guest_links: 'homes/home.json',
  handovers: 'not: an offer by a link',
  idempotency_keys: 'not: replies kept for a week',
  identities: 'account/identities',
  keys: 'not: keys',
  memberships: 'homes/home.json',
  meter_readings: 'homes/readings',
  one_time_credentials: 'not: digests',
  ownership_epochs: 'account/purchases',
  passkeys: 'account/passkeys',
  person_storage: 'not: sums of files',
  personal_exports: 'not: the archive itself',
  plan_news: 'account/plan-news',
  proof_packs: 'not: made of what is in it',
  provider_events: 'not: what a provider of sign-in told',
  purchase_facts: 'account/stores',
  purchase_history: 'account/plan-history',
  purchase_transfers: 'account/transfers',
  push_devices: 'account/phones',
  recovery_codes: 'not: digests',
  refused_claims: 'account/refused',
  registrations: 'not: before there is an account',
  seen_devices: 'not: digests of devices',
  sessions: 'account/sessions',
  share_codes: 'not: digests',
  store_purchases: 'account/purchases',
  stripe_customers: 'account/plan',
  subscription_alerts: 'not: of staff who closed them',
  task_done_counts: 'not: sums of the history',
  tasks: 'homes/tasks',
  totp_factors: 'not: a secret and when it was made',
  trials: 'account/plan',
  uploads: 'not: files on their way',
  users: 'profile.json',
  'webhooks.events': 'not: sealed; what it said is in account/stores'
}

test('of each table that knows something of a person it is said where the archive has it, or why not', () => {
  const personal = Object.entries(dataClasses).flatMap(([table, { personal: columns }]) => (columns ? [table] : []))
  assert.deepEqual(Object.keys(whereInArchive).toSorted(), personal.toSorted())
  for (const place of Object.values(whereInArchive).filter((each) => !each.startsWith('not: ')))
    for (const text of [readMe('en'), readMe('de')])
      assert.ok(text.includes(place.replace('homes/', 'homes/…/')), place)
})
