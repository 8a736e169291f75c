import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Plan } from '#contract/catalogue.ts'
import { acceptedTasks, monthsOf } from './plan-months.ts'

const plan: Plan = {
  from: '2026-11-26',
  to: '2027-11-25',
  items: [
    {
      templateId: 'smoke-alarm-test',
      title: 'Test the smoke alarms',
      minutes: 10,
      dates: ['2026-12-19', '2027-01-16']
    },
    { templateId: 'gutters-autumn', title: 'Clean the gutters', minutes: 120, dates: ['2026-12-05'] },
    { templateId: 'never', title: 'Never', minutes: 5, dates: [] }
  ],
  weekends: []
}

test('a plan is shown from its first month to its last, each with what it adds up to', () => {
  const months = monthsOf(plan)
  assert.deepEqual([months.length, months[0]?.month, months.at(-1)?.month], [13, '2026-11-01', '2027-11-01'])
  assert.deepEqual(
    months.slice(0, 4).map(({ minutes, entries }) => [minutes, ...entries.map(({ date }) => date)]),
    [[0], [130, '2026-12-05', '2026-12-19'], [10, '2027-01-16'], [0]]
  )
})

test('what is accepted is what was left in, with its first date', () => {
  assert.deepEqual(acceptedTasks(plan, new Set(['smoke-alarm-test', 'never'])), [
    { templateId: 'smoke-alarm-test', startOn: '2026-12-19' },
    { templateId: 'never' }
  ])
})
