import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Input } from '#contract/route.ts'
import { previewSchedule } from '#contract/schedule.ts'
import { testApp } from '#test/harness.ts'
import { every } from '#test/make-task.ts'

test('a schedule, as data or as a rule, shows its next dates and its rule; nothing is written', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const preview = (body: Input<typeof previewSchedule>['body']) => anna.call(previewSchedule, { body })
  const dates = ['2026-01-31', '2026-02-28', '2026-03-31']
  const monthly = every(1, 'month')
  assert.deepEqual(await preview({ schedule: monthly, startOn: '2026-01-31', count: 3 }), {
    schedule: monthly,
    rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1',
    dates
  })
  const imported = await preview({ rrule: 'FREQ=MONTHLY;BYMONTHDAY=-1', startOn: '2026-01-31', count: 3 })
  assert.deepEqual([imported.rrule, imported.dates], ['FREQ=MONTHLY;BYMONTHDAY=-1', dates])
  assert.equal((await preview({ schedule: every(1, 'day'), startOn: '2026-01-01' })).dates.length, 5)
  assert.deepEqual(await preview({ schedule: { kind: 'once' }, startOn: '2026-01-31' }), {
    schedule: { kind: 'once' },
    rrule: null,
    dates: ['2026-01-31']
  })
})

test('what cannot be kept is refused with the reason, and neither or both is no question', async (t) => {
  const app = await testApp(t)
  const anna = await app.person('Anna')
  const refusal = async (body: Input<typeof previewSchedule>['body']) => {
    const { code, fields } = await anna.problem(previewSchedule, { body })
    return [code, fields?.[0]?.path, fields?.[0]?.reason]
  }
  const startOn = '2026-01-31'
  const schedule = every(1, 'day', { weekdays: [1] })
  assert.deepEqual(await refusal({ schedule, startOn }), ['schedule_invalid', '/schedule/weekdays', 'needs_week'])
  assert.deepEqual(await refusal({ rrule: 'FREQ=HOURLY', startOn }), ['rrule_refused', '/rrule', 'several_times_a_day'])
  assert.deepEqual(await refusal({ rrule: 'nonsense', startOn }), ['rrule_refused', '/rrule', 'malformed'])
  assert.deepEqual(await refusal({ startOn }), ['invalid_input', '/schedule', 'required'])
  assert.deepEqual(await refusal({ schedule: every(1, 'day'), rrule: 'FREQ=DAILY', startOn }), [
    'invalid_input',
    '/rrule',
    'excludes_schedule'
  ])
  assert.equal((await refusal({ schedule: every(1, 'day'), startOn, count: 51 }))[0], 'invalid_input')
})
