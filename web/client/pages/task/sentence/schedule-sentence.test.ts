import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Every, Schedule } from '#contract/schedule.ts'
import fc from 'fast-check'
import { ordinal } from './english.ts'
import { asSentence, scheduleSentence } from './schedule-sentence.ts'

const every = (unit: Every['unit'], n: number, rest: Partial<Every> = {}): Every => ({
  kind: 'every',
  every: n,
  unit,
  basis: 'due',
  ...rest
})

type Case = [schedule: Schedule, english: string, german: string, anchorOn?: string]

const cases: Case[] = [
  [{ kind: 'once' }, 'once', 'einmal'],
  [{ kind: 'once' }, 'once, on 4 December 2026', 'einmal am 4. Dezember 2026', '2026-12-04'],
  [{ kind: 'once', timeOfDay: '08:30' }, 'once at 08:30', 'einmal um 08:30 Uhr'],
  [
    { kind: 'once', timeOfDay: '18:00' },
    'once, on 4 December 2026 at 18:00',
    'einmal am 4. Dezember 2026 um 18:00 Uhr',
    '2026-12-04'
  ],

  [every('day', 1), 'every day', 'jeden Tag'],
  [every('day', 2), 'every 2 days', 'alle 2 Tage'],
  [every('day', 1000), 'every 1000 days', 'alle 1000 Tage'],
  [every('day', 1, { timeOfDay: '06:45' }), 'every day at 06:45', 'jeden Tag um 06:45 Uhr'],
  [
    every('day', 10, { basis: 'completion' }),
    'every 10 days, counted from when it was done',
    'alle 10 Tage, gezählt ab dem Erledigen'
  ],

  [every('week', 1), 'every week', 'jede Woche'],
  [every('week', 1), 'every Monday', 'jeden Montag', '2026-11-23'],
  [every('week', 1), 'every Sunday', 'jeden Sonntag', '2026-11-29'],
  [every('week', 2), 'every 2 weeks', 'alle 2 Wochen'],
  [every('week', 2), 'every 2 weeks on Thursday', 'alle 2 Wochen am Donnerstag', '2026-11-26'],
  [every('week', 1, { weekdays: [4, 1] }), 'every Monday and Thursday', 'jeden Montag und Donnerstag'],
  [
    every('week', 3, { weekdays: [2, 4, 6] }),
    'every 3 weeks on Tuesday, Thursday and Saturday',
    'alle 3 Wochen am Dienstag, Donnerstag und Samstag'
  ],
  [
    every('week', 1, { weekdays: [1, 2, 3, 4, 5] }),
    'every week from Monday to Friday',
    'jede Woche von Montag bis Freitag'
  ],
  [
    every('week', 2, { weekdays: [5, 4, 3, 2, 1], timeOfDay: '07:00' }),
    'every 2 weeks from Monday to Friday at 07:00',
    'alle 2 Wochen von Montag bis Freitag um 07:00 Uhr'
  ],
  [every('week', 1, { weekdays: [1, 2, 3, 4, 5, 6, 7] }), 'every day', 'jeden Tag'],
  [
    every('week', 2, { weekdays: [1, 2, 3, 4, 5, 6, 7] }),
    'every 2 weeks from Monday to Sunday',
    'alle 2 Wochen von Montag bis Sonntag'
  ],

  [every('month', 1), 'every month', 'jeden Monat'],
  [every('month', 1), 'every month on the 5th', 'jeden Monat am 5.', '2026-05-05'],
  [every('month', 1, { monthDay: 1 }), 'every month on the 1st', 'jeden Monat am 1.'],
  [every('month', 6, { monthDay: 22 }), 'every 6 months on the 22nd', 'alle 6 Monate am 22.'],
  [every('month', 1, { monthDay: 'last' }), 'every month on the last day', 'jeden Monat am letzten Tag'],
  [
    every('month', 3, { monthDay: 31, season: { from: '04-01', to: '10-31' } }),
    'every 3 months on the 31st, April to October',
    'alle 3 Monate am 31., April bis Oktober'
  ],
  [
    every('month', 1, { nthWeekday: { n: 2, weekday: 2 } }),
    'every month on the second Tuesday',
    'jeden Monat am zweiten Dienstag'
  ],
  [
    every('month', 2, { nthWeekday: { n: -1, weekday: 5 } }),
    'every 2 months on the last Friday',
    'alle 2 Monate am letzten Freitag'
  ],
  [
    every('month', 1, { nthWeekday: { n: 5, weekday: 7 } }),
    'every month on the fifth Sunday',
    'jeden Monat am fünften Sonntag'
  ],
  [
    every('month', 1, { monthDay: 15, months: [10, 4, 6] }),
    'every month on the 15th, in April, June and October',
    'jeden Monat am 15., im April, Juni und Oktober'
  ],
  [
    every('month', 1, { monthDay: 15, months: [4, 5, 6, 7], timeOfDay: '09:00' }),
    'every month on the 15th at 09:00, in the months April to July',
    'jeden Monat am 15. um 09:00 Uhr, in den Monaten April bis Juli'
  ],
  [
    every('month', 1, { monthDay: 3, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }),
    'every month on the 3rd',
    'jeden Monat am 3.'
  ],

  [every('year', 1), 'every year', 'jedes Jahr'],
  [every('year', 1), 'every year on 29 February', 'jedes Jahr am 29. Februar', '2028-02-29'],
  [every('year', 1, { monthDay: 5 }), 'every year on the 5th', 'jedes Jahr am 5.'],
  [every('year', 2, { monthDay: 5, months: [5] }), 'every 2 years on 5 May', 'alle 2 Jahre am 5. Mai'],
  [
    every('year', 1, { monthDay: 5, months: [10, 4] }),
    'every year on 5 April and 5 October',
    'jedes Jahr am 5. April und 5. Oktober'
  ],
  [
    every('year', 1, { monthDay: 31, months: [4, 10] }),
    'every year on 30 April and 31 October',
    'jedes Jahr am 30. April und 31. Oktober'
  ],
  [
    every('year', 1, { monthDay: 31, months: [2] }),
    'every year on the last day of February',
    'jedes Jahr am letzten Tag im Februar'
  ],
  [
    every('year', 1, { monthDay: 'last', months: [6] }),
    'every year on the last day of June',
    'jedes Jahr am letzten Tag im Juni'
  ],
  [
    every('year', 1, { monthDay: 1, months: [3, 5, 7, 9] }),
    'every year on the 1st, in March, May, July and September',
    'jedes Jahr am 1., im März, Mai, Juli und September'
  ],
  [
    every('year', 1, { nthWeekday: { n: 3, weekday: 4 }, months: [11] }),
    'every year on the third Thursday in November',
    'jedes Jahr am dritten Donnerstag im November'
  ],
  [
    every('year', 1, { nthWeekday: { n: 1, weekday: 6 } }),
    'every year on the first Saturday in May',
    'jedes Jahr am ersten Samstag im Mai',
    '2026-05-02'
  ],

  [
    every('week', 1, { weekdays: [6], season: { from: '04-15', to: '10-10' } }),
    'every Saturday, from 15 April to 10 October',
    'jeden Samstag, vom 15. April bis 10. Oktober'
  ],
  [
    every('week', 1, { weekdays: [3], season: { from: '11-01', to: '02-28' } }),
    'every Wednesday, November to February',
    'jeden Mittwoch, November bis Februar'
  ],
  [
    every('day', 3, { season: { from: '07-01', to: '07-31' } }),
    'every 3 days, only in July',
    'alle 3 Tage, nur im Juli'
  ],
  [
    every('month', 1, { monthDay: 13, until: '2027-12-31' }),
    'every month on the 13th, until 31 December 2027',
    'jeden Monat am 13., bis zum 31. Dezember 2027'
  ],
  [
    every('month', 3, {
      monthDay: 31,
      season: { from: '04-01', to: '10-31' },
      basis: 'completion',
      until: '2030-01-01',
      timeOfDay: '17:15'
    }),
    'every 3 months on the 31st at 17:15, April to October, counted from when it was done, until 1 January 2030',
    'alle 3 Monate am 31. um 17:15 Uhr, April bis Oktober, gezählt ab dem Erledigen, bis zum 1. Januar 2030'
  ]
]

for (const [schedule, english, german, anchorOn] of cases) {
  test(`says "${english}" in both languages`, () => {
    assert.equal(scheduleSentence(schedule, { language: 'en', locale: 'en-GB', anchorOn }), english)
    assert.equal(scheduleSentence(schedule, { language: 'de', locale: 'de-DE', anchorOn }), german)
  })
}

test('writes dates and the clock as the country does', () => {
  const yearly = every('year', 1, { monthDay: 5, months: [5], timeOfDay: '18:00' })
  const said = scheduleSentence(yearly, { language: 'en', locale: 'en-US' })
  assert.equal(said.replaceAll('\u202f', ' '), 'every year on May 5 at 6:00 PM')
})

test('gives every ordinal of a month its English ending', () => {
  const wanted = ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '22nd', '23rd', '30th', '31st']
  assert.deepEqual(
    wanted.map((text) => ordinal(Number.parseInt(text, 10))),
    wanted
  )
})

test('begins with a capital where it stands alone', () => {
  assert.equal(asSentence('jeden Tag'), 'Jeden Tag')
  assert.equal(asSentence(''), '')
})

const monthAndDay = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([month, day]) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`)
const plainDate = fc.tuple(fc.integer({ min: 1970, max: 2199 }), monthAndDay).map(([year, day]) => `${year}-${day}`)
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'))
const weekday = fc.integer({ min: 1, max: 7 })
const days = {
  weekdays: fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 }),
  monthDay: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
  nthWeekday: fc.record({
    n: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const, 5 as const, -1 as const),
    weekday
  }),
  months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 })
}
const common = {
  kind: fc.constant('every' as const),
  every: fc.integer({ min: 1, max: 1000 }),
  basis: fc.constantFrom('due' as const, 'completion' as const),
  season: fc.record({ from: monthAndDay, to: monthAndDay }),
  until: plainDate,
  timeOfDay: time
}
const requiredKeys = ['kind', 'every', 'unit', 'basis'] as const
const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ kind: fc.constant('once' as const), timeOfDay: time }, { requiredKeys: ['kind'] }),
  fc.record({ ...common, unit: fc.constant('day' as const) }, { requiredKeys: [...requiredKeys] }),
  fc.record(
    { ...common, unit: fc.constant('week' as const), weekdays: days.weekdays },
    { requiredKeys: [...requiredKeys] }
  ),
  ...(['monthDay', 'nthWeekday'] as const).map((day) =>
    fc.record(
      { ...common, unit: fc.constantFrom('month' as const, 'year' as const), months: days.months, [day]: days[day] },
      { requiredKeys: [...requiredKeys] }
    )
  )
)

test('says every valid schedule without a hole', () => {
  fc.assert(
    fc.property(
      anySchedule,
      fc.option(plainDate),
      fc.constantFrom('en' as const, 'de' as const),
      (schedule, anchorOn, language) => {
        const said = scheduleSentence(schedule, { language, locale: language, anchorOn })
        assert.doesNotMatch(said, /undefined|null|NaN|Invalid|\[object| {2}|, ,|,$/)
        assert.match(said, /^\p{L}/u)
      }
    ),
    { numRuns: 2000 }
  )
})
