import type { Every } from '#contract/schedule.ts'
import { advance } from '#server/features/tasks/recurrence/advance.ts'
import { fromRrule } from '#server/features/tasks/recurrence/from-rrule.ts'
import { dueInstant } from '#server/features/tasks/recurrence/instant.ts'
import { nextAfter, occurrencesBetween } from '#server/features/tasks/recurrence/occurrences.ts'
import { toRrule } from '#server/features/tasks/recurrence/to-rrule.ts'

/** How many due dates a second: `node bench/recurrence.ts`. Prints, asserts nothing. */

const anchorOn = Temporal.PlainDate.from('2020-01-31')
const near = Temporal.PlainDate.from('2026-03-10')
const far = Temporal.PlainDate.from('2199-03-10')
const daily: Every = { kind: 'every', every: 3, unit: 'day', basis: 'due' }
const weekly: Every = { ...daily, every: 2, unit: 'week', weekdays: [1, 4] }
const monthly: Every = { ...daily, every: 1, unit: 'month' }
const seasonal: Every = { ...weekly, season: { from: '04-01', to: '10-31' } }
const fifthSunday: Every = { ...daily, every: 1, unit: 'year', months: [2], nthWeekday: { n: 5, weekday: 7 } }
const year = { from: near, to: near.add({ years: 1 }), limit: 400 }

const cases: Record<string, () => unknown> = {
  'nextAfter, 3 days': () => nextAfter(daily, anchorOn, near),
  'nextAfter, 3 days, 179 years on': () => nextAfter(daily, anchorOn, far),
  'nextAfter, 2 weeks': () => nextAfter(weekly, anchorOn, near),
  'nextAfter, month': () => nextAfter(monthly, anchorOn, near),
  'nextAfter, month, 179 years on': () => nextAfter(monthly, anchorOn, far),
  'nextAfter, 2 weeks in season': () => nextAfter(seasonal, anchorOn, near),
  'nextAfter, fifth Sunday of February': () => nextAfter(fifthSunday, anchorOn, near),
  'advance, month': () => advance({ schedule: monthly, anchorOn, dueOn: near, doneOn: near }),
  'occurrencesBetween, a year every 3 days': () => occurrencesBetween(daily, anchorOn, year),
  'dueInstant, Berlin': () => dueInstant(near, '06:45', 'Europe/Berlin'),
  'toRrule, month': () => toRrule(monthly, anchorOn),
  'fromRrule, month': () => fromRrule('FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1', { startOn: anchorOn }),
  'fromRrule, COUNT=10000': () => fromRrule('FREQ=MONTHLY;BYDAY=2TU;COUNT=10000', { startOn: anchorOn })
}

const MEASURED_MS = 400

for (const [name, run] of Object.entries(cases)) {
  measure(run)
  console.log(`${Math.round(measure(run)).toLocaleString('en').padStart(12)} /s  ${name}`)
}

function measure(run: () => unknown): number {
  const start = performance.now()
  let runs = 0
  while (performance.now() - start < MEASURED_MS) {
    run()
    runs += 1
  }
  return (1000 * runs) / (performance.now() - start)
}
