import assert from 'node:assert/strict'
import { Session } from 'node:inspector/promises'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import type { Every } from '#contract/schedule.ts'
import { nextAfter } from './occurrences.ts'

/** Cost is what the engine's own code executes, function calls and turns of loops, as V8 counts them: not time, so exact. */

// Optimised code is inlined, and inlined calls are not counted.
for (const flag of ['--no-opt', '--no-maglev']) setFlagsFromString(flag)

const anchorOn = Temporal.PlainDate.from('1970-01-31')
const near = [
  '1971-01-01',
  '1972-02-29',
  '1973-08-15',
  '1974-11-30',
  '1975-06-01',
  '1976-12-31',
  '1977-10-10',
  '1978-04-01'
]
const far = [
  '2001-01-01',
  '2044-02-29',
  '2073-08-15',
  '2099-11-30',
  '2120-06-01',
  '2150-12-31',
  '2180-10-10',
  '2190-04-01'
]

const spring = { from: '04-01', to: '04-30' }
const rules: Partial<Every>[] = [
  { unit: 'day' },
  { unit: 'week', weekdays: [1, 3, 7] },
  { unit: 'month' },
  { unit: 'month', nthWeekday: { n: -1, weekday: 5 } },
  { unit: 'month', monthDay: 31, months: [2, 5] },
  { unit: 'year', months: [2, 6], monthDay: 29 },
  { unit: 'day', season: { from: '11-15', to: '02-10' } },
  { unit: 'week', season: spring },
  { unit: 'month', season: spring },
  { unit: 'month', basis: 'completion', season: { from: '11-01', to: '02-10' } }
]

test('a date 220 years from the anchor costs no more than one a few years from it, whatever the interval', async () => {
  const counter = await startCounter()
  for (const rule of rules) {
    for (const every of [1, 7, 25]) {
      const nearby = await costs(counter, { ...rule, every }, near)
      const faraway = await costs(counter, { ...rule, every }, far)
      // Leap years and short seasons take a step more here and there; 220 years in steps of any kind would be far beyond.
      const label = `${JSON.stringify(rule)} every ${every}: ${nearby.join(' ')} near, ${faraway.join(' ')} far`
      assert.ok(sum(faraway) <= 1.5 * sum(nearby), label)
      assert.ok(Math.max(...faraway) < 5000, label)
    }
  }
  await counter.stop()
})

test('an interval of a thousand costs no more than an interval of one', async () => {
  const counter = await startCounter()
  for (const unit of ['day', 'week', 'month', 'year'] as const) {
    const small = sum(await costs(counter, { unit, every: 1 }, near))
    const large = sum(await costs(counter, { unit, every: 1000 }, near))
    assert.ok(large <= 1.2 * small, `${unit}: ${small} for 1, ${large} for 1000`)
  }
  const season = { from: '04-01', to: '10-31' }
  const yearly = sum(await costs(counter, { unit: 'year', season }, near))
  const oncePerLife = sum(await costs(counter, { unit: 'year', every: 90, season }, near))
  assert.ok(oncePerLife <= 1.5 * yearly, `in season: ${yearly} for 1, ${oncePerLife} for 90`)
  await counter.stop()
})

test('the worst there is, a season that never has the day named, ends with the last season of the year 2200', async () => {
  const counter = await startCounter()
  const never: Partial<Every> = { unit: 'month', months: [1], season: { from: '06-01', to: '08-30' } }
  const seasons = 2200 - 1970 + 1
  assert.ok(Math.max(...(await costs(counter, never, near))) < 500 * seasons)
  await counter.stop()
})

type Counter = { count: (run: () => void) => Promise<number>; stop: () => Promise<void> }

async function startCounter(): Promise<Counter> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  const take = async () => (await session.post('Profiler.takePreciseCoverage')).result
  return {
    count: async (run) => {
      await take()
      run()
      const own = (await take()).filter(({ url }) => url.includes('/recurrence/') && !url.endsWith('.test.ts'))
      const ranges = own.flatMap(({ functions }) => functions.flatMap((each) => each.ranges))
      return sum(ranges.map((range) => range.count))
    },
    stop: async () => {
      await session.post('Profiler.stopPreciseCoverage')
      session.disconnect()
    }
  }
}

async function costs(counter: Counter, rule: Partial<Every>, dates: string[]): Promise<number[]> {
  const schedule: Every = { kind: 'every', every: 1, unit: 'day', basis: 'due', ...rule }
  const counted: number[] = []
  for (const date of dates) {
    const after = Temporal.PlainDate.from(date)
    counted.push(await counter.count(() => nextAfter(schedule, anchorOn, after)))
  }
  assert.ok(Math.min(...counted) > 10, 'nothing was counted')
  return counted
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
