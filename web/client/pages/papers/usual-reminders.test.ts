import assert from 'node:assert/strict'
import { test } from 'node:test'
import { documentKinds } from '#contract/documents.ts'
import { remindDaysOf } from '#server/features/documents/reminder-rules.ts'
import { offeredDays, usualDays } from './usual-reminders.ts'

test('the form shows the days on which the server reminds, and offers each of them', () => {
  for (const kind of documentKinds) {
    assert.deepEqual(usualDays[kind], remindDaysOf(kind, undefined), kind)
    for (const days of usualDays[kind]) assert.ok(offeredDays.some((offered) => offered === days))
  }
})
