import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { importances } from '#contract/catalogue.ts'
import { catalogue } from './catalogue.ts'
import { planYear, type PlannedTask } from './plan-rules.ts'
import { isIn } from './ranking-rules.ts'
import { monthsIn } from './schedule-rules.ts'

const day = (date: string) => Temporal.PlainDate.from(date)
const someDay = fc.integer({ min: 0, max: 1460 }).map((days) => day('2026-01-01').add({ days }))
const ground = fc.record({ today: someDay, hemisphere: fc.constantFrom('north', 'south') })

const task: fc.Arbitrary<Omit<PlannedTask, 'id'>> = fc.record(
  {
    every: fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 26 }), fc.constant('week' as const)),
      fc.tuple(fc.integer({ min: 1, max: 11 }), fc.constant('month' as const)),
      fc.tuple(fc.integer({ min: 1, max: 12 }), fc.constant('year' as const))
    ),
    season: fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 9 }))
      .map(([from, more]) => [from, ((from + more - 1) % 12) + 1] as const),
    minutes: fc.integer({ min: 5, max: 480 }),
    importance: fc.constantFrom(...importances)
  },
  { requiredKeys: ['every', 'minutes', 'importance'] }
)
const tasks = fc
  .array(task, { minLength: 1, maxLength: 25 })
  .map((each): PlannedTask[] => each.map((one, index) => ({ ...one, id: `task-${index}` })))

/** By which it has to be done again. */
function after({ every: [count, unit] }: PlannedTask, date: Temporal.PlainDate): Temporal.PlainDate {
  return date.add({ [`${unit}s`]: count })
}
const isLater = (one: Temporal.PlainDate, other: Temporal.PlainDate) => Temporal.PlainDate.compare(one, other) > 0

test('everything is planned on weekends of the next twelve months, within its season', () => {
  fc.assert(
    fc.property(tasks, ground, (all, { today, hemisphere }) => {
      const { dates } = planYear(all, { today, hemisphere })
      for (const one of all) {
        const planned = dates.get(one.id) ?? []
        for (const date of planned) {
          assert.ok(date.dayOfWeek >= 6)
          assert.ok(!isLater(today, date) && isLater(today.add({ years: 1 }), date))
          if (one.season)
            assert.ok(isIn(monthsIn(one.season, hemisphere), date), `${String(one.season)} ${date.toString()}`)
        }
        assert.ok(planned.length > 0 || one.season, 'what has no season finds a weekend')
      }
    })
  )
})

test('nothing waits longer than its interval, unless its season is over', () => {
  fc.assert(
    fc.property(tasks, ground, (all, { today, hemisphere }) => {
      const { dates } = planYear(all, { today, hemisphere })
      for (const one of all) {
        const planned = dates.get(one.id) ?? []
        const [first] = planned
        if (first && !one.season)
          assert.ok(!isLater(first, after(one, today)), `${String(one.every)} first on ${first.toString()}`)
        for (const [index, date] of planned.entries()) assertInTime(one, hemisphere, [date, planned[index + 1]])
      }
    })
  )
})

function assertInTime(
  one: PlannedTask,
  hemisphere: 'north' | 'south',
  [date, next]: readonly [Temporal.PlainDate, Temporal.PlainDate | undefined]
): void {
  if (!next) return
  assert.ok(isLater(next, date))
  const isOver = one.season && !isIn(monthsIn(one.season, hemisphere), after(one, date))
  assert.ok(
    !isLater(next, after(one, date)) || isOver || crossesPause(one, hemisphere, [date, next]),
    `${String(one.every)}: ${date.toString()} → ${next.toString()}`
  )
}

/** Some month between the two is out of season. */
function crossesPause(
  { season }: PlannedTask,
  hemisphere: 'north' | 'south',
  [date, next]: readonly [Temporal.PlainDate, Temporal.PlainDate]
): boolean {
  if (!season) return false
  const months = date.with({ day: 1 }).until(next.with({ day: 1 }), { largestUnit: 'month' }).months
  return Array.from({ length: months }, (_, index) => date.with({ day: 1 }).add({ months: index })).some(
    (month) => !isIn(monthsIn(season, hemisphere), month)
  )
}

test('the weekends add up to what is planned, and none bears more than if everything were planned without the rest', () => {
  fc.assert(
    fc.property(tasks, ground, (all, where) => {
      const { dates, weekends } = planYear(all, where)
      const sum = (minutes: Iterable<number>) => [...minutes].reduce((one, other) => one + other, 0)
      assert.equal(sum(weekends.values()), sum(all.map(({ id, minutes }) => minutes * (dates.get(id)?.length ?? 0))))
      assert.ok(Math.max(0, ...weekends.values()) <= heaviestOfFirsts(all, where))
    }),
    { numRuns: 40 }
  )
})

/** Of a plan that takes the first day that would do each time: what each task is planned to when it is alone. */
function heaviestOfFirsts(
  all: readonly PlannedTask[],
  where: { today: Temporal.PlainDate; hemisphere: 'north' | 'south' }
): number {
  const loads = new Map<string, number>()
  for (const one of all) {
    for (const [weekend, minutes] of planYear([one], where).weekends)
      loads.set(weekend, (loads.get(weekend) ?? 0) + minutes)
  }
  return Math.max(0, ...loads.values())
}

test('what may be done at any time of the year is spread evenly: no weekend is more than one task above the mean', () => {
  const yearly = fc.array(fc.integer({ min: 5, max: 480 }), { minLength: 1, maxLength: 50 }).map((all) =>
    all.map((minutes, index): PlannedTask => ({
      id: `task-${index}`,
      every: [1, 'year'],
      minutes,
      importance: 'upkeep'
    }))
  )
  fc.assert(
    fc.property(yearly, someDay, (all, today) => {
      const loads = [...planYear(all, { today, hemisphere: 'north' }).weekends.values()]
      const mean = all.reduce((sum, { minutes }) => sum + minutes, 0) / 52
      assert.ok(Math.max(...loads) <= mean + Math.max(...all.map(({ minutes }) => minutes)))
    }),
    { numRuns: 30 }
  )
})

test('the same is proposed whatever the order they were chosen in', () => {
  fc.assert(
    fc.property(tasks, ground, (all, where) => {
      const shown = (each: readonly PlannedTask[]) => {
        const { dates } = planYear(each, where)
        return all.map(({ id }) => (dates.get(id) ?? []).map(String))
      }
      assert.deepEqual(shown(all.toReversed()), shown(all))
    }),
    { numRuns: 30 }
  )
})

test('a year of fifty tasks of the catalogue has far less on its fullest weekend than if all began at once', () => {
  const chosen = catalogue.filter(({ minutes, who }) => minutes <= 240 && who !== 'professional').slice(0, 50)
  const { weekends } = planYear(chosen, { today: day('2026-03-10'), hemisphere: 'north' })
  const atOnce = chosen.reduce((sum, { minutes }) => sum + minutes, 0)
  assert.ok(Math.max(...weekends.values()) < atOnce / 4, `${Math.max(...weekends.values())} of ${atOnce}`)
  assert.ok(weekends.size > 45)
})

test('what is due in the last days of its season: what prevents damage is done now, what can wait waits', () => {
  const on = (importance: PlannedTask['importance']) =>
    planYear([{ id: 'x', every: [1, 'year'], season: [9, 11], minutes: 30, importance }], {
      today: day('2026-11-23'),
      hemisphere: 'north'
    })
      .dates.get('x')
      ?.map(String)
  assert.deepEqual(on('damage'), ['2026-11-28'])
  assert.ok((on('upkeep')?.[0] ?? '') >= '2027-09-01')
})
