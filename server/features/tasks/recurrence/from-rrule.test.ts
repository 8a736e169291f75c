import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fromRrule } from './from-rrule.ts'
import { occurrencesBetween } from './occurrences.ts'
import { anyDate } from './testing/arbitraries.ts'
import { naiveRrule } from './testing/naive-rrule.ts'

/** 1 January 2026 is a Thursday. */
const startOn = Temporal.PlainDate.from('2026-01-01')

function read(text: string, timeZone?: string) {
  const rule = fromRrule(text, { startOn, ...(timeZone && { timeZone }) })
  return 'refused' in rule ? rule.refused : { ...rule.schedule, startOn: rule.startOn.toString() }
}

function refused(...texts: string[]) {
  return [...new Set(texts.map((text) => read(text)))]
}

const daily = { kind: 'every', every: 1, unit: 'day', basis: 'due', startOn: '2026-01-01' }
const weekly = { kind: 'every', every: 1, unit: 'week', basis: 'due' }

test('with or without RRULE:, in any case, folded, with a trailing semicolon', () => {
  for (const text of [
    'FREQ=DAILY',
    'RRULE:FREQ=DAILY',
    'rrule:freq=daily;',
    ' FREQ=DA\r\n ILY;\n',
    'FREQ=DAILY;INTERVAL=+1;WKST=SU'
  ]) {
    assert.deepEqual(read(text), daily)
  }
})

test('the start is the first date of the rule', () => {
  assert.deepEqual(read('FREQ=WEEKLY;BYDAY=TU,MO'), { ...weekly, weekdays: [1, 2], startOn: '2026-01-05' })
})

test('DTSTART gives the start and the time of day, which BYHOUR and BYMINUTE replace', () => {
  assert.deepEqual(read('DTSTART:20260203T073000\nRRULE:FREQ=DAILY'), {
    ...daily,
    timeOfDay: '07:30',
    startOn: '2026-02-03'
  })
  assert.deepEqual(read('DTSTART:20260203T073000\nRRULE:FREQ=DAILY;BYHOUR=9'), {
    ...daily,
    timeOfDay: '09:30',
    startOn: '2026-02-03'
  })
  assert.deepEqual(read('DTSTART:20260203T073000\nRRULE:FREQ=DAILY;BYHOUR=6'), {
    ...daily,
    timeOfDay: '06:30',
    startOn: '2026-02-04'
  })
  assert.deepEqual(read('FREQ=DAILY;BYHOUR=6'), { ...daily, timeOfDay: '06:00' })
})

test('beside a DTSTART that is a date, times of day do not count', () => {
  assert.deepEqual(read('DTSTART;VALUE=DATE:20260203\nRRULE:FREQ=DAILY;BYHOUR=6'), { ...daily, startOn: '2026-02-03' })
})

test('times in UTC are taken to the zone of the residence, other zones are not', () => {
  const utc = 'DTSTART:20260203T233000Z\nRRULE:FREQ=DAILY'
  assert.deepEqual(read(utc, 'Asia/Tokyo'), { ...daily, timeOfDay: '08:30', startOn: '2026-02-04' })
  const kolkata = 'DTSTART;TZID=Asia/Calcutta:20260203T073000\nRRULE:FREQ=DAILY'
  assert.deepEqual(read(kolkata, 'Asia/Kolkata'), { ...daily, timeOfDay: '07:30', startOn: '2026-02-03' })
  assert.equal(read(kolkata, 'Asia/Tokyo'), 'time_zone')
  assert.equal(read('DTSTART;TZID=Mars/Phobos:20260203T073000\nRRULE:FREQ=DAILY'), 'time_zone')
})

test('UNTIL is a day, with or without a time, floating or in UTC', () => {
  const until = (text: string, timeZone?: string) =>
    read(`DTSTART:20260103T090000\nRRULE:FREQ=DAILY;UNTIL=${text}`, timeZone)
  const schedule = { ...daily, timeOfDay: '09:00', startOn: '2026-01-03' }
  assert.deepEqual(until('20260110'), { ...schedule, until: '2026-01-10' })
  assert.deepEqual(until('20260110T090000'), { ...schedule, until: '2026-01-10' })
  assert.deepEqual(until('20260110T085959'), { ...schedule, until: '2026-01-09' })
  assert.deepEqual(until('20260110T000000Z', 'Asia/Tokyo'), { ...schedule, until: '2026-01-10' })
  assert.deepEqual(until('20260110T000000Z', 'America/New_York'), { ...schedule, until: '2026-01-09' })
  assert.deepEqual(read('FREQ=DAILY;UNTIL=20260110T000000Z', 'America/New_York'), { ...daily, until: '2026-01-10' })
  assert.deepEqual(read('FREQ=DAILY;UNTIL=99991231'), daily)
})

test('COUNT becomes the date of the last one', () => {
  assert.deepEqual(read('FREQ=WEEKLY;BYDAY=MO;COUNT=3'), {
    ...weekly,
    weekdays: [1],
    until: '2026-01-19',
    startOn: '2026-01-05'
  })
  assert.deepEqual(read('FREQ=YEARLY;COUNT=9999'), {
    kind: 'every',
    every: 1,
    unit: 'year',
    months: [1],
    monthDay: 1,
    basis: 'due',
    startOn: '2026-01-01'
  })
})

test('every n weeks in weeks that start on Sunday are ours only if they fit into weeks that start on Monday', () => {
  assert.deepEqual(read('FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,FR'), {
    ...weekly,
    every: 2,
    weekdays: [1, 5],
    startOn: '2026-01-02'
  })
  assert.deepEqual(read('FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU'), {
    ...weekly,
    every: 2,
    weekdays: [7],
    startOn: '2026-01-11'
  })
  assert.equal(read('FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO'), 'week_start')
  assert.deepEqual(read('FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO'), { ...weekly, weekdays: [1, 7], startOn: '2026-01-04' })
})

test('the same dates by another frequency', () => {
  assert.deepEqual(read('FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'), {
    ...weekly,
    weekdays: [1, 2, 3, 4, 5],
    startOn: '2026-01-01'
  })
  assert.deepEqual(read('FREQ=DAILY;BYMONTH=12,1'), { ...daily, season: { from: '12-01', to: '01-31' } })
  assert.deepEqual(read('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1'), {
    kind: 'every',
    every: 1,
    unit: 'month',
    monthDay: 'last',
    basis: 'due',
    startOn: '2026-01-31'
  })
  assert.deepEqual(read('FREQ=YEARLY;BYDAY=-1MO'), {
    kind: 'every',
    every: 1,
    unit: 'year',
    months: [12],
    nthWeekday: { n: -1, weekday: 1 },
    basis: 'due',
    startOn: '2026-12-28'
  })
})

test('positions count in weeks from their own start, and in months from either end', () => {
  assert.deepEqual(read('FREQ=WEEKLY;WKST=SU;BYDAY=MO,SU;BYSETPOS=1'), {
    ...weekly,
    weekdays: [7],
    startOn: '2026-01-04'
  })
  assert.deepEqual(read('FREQ=WEEKLY;BYDAY=MO,SU;BYSETPOS=1'), { ...weekly, weekdays: [1], startOn: '2026-01-05' })
  const monthly = { kind: 'every', every: 1, unit: 'month', basis: 'due' }
  assert.deepEqual(read('FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'), {
    ...monthly,
    monthDay: 30,
    startOn: '2026-01-30'
  })
  assert.deepEqual(read('FREQ=MONTHLY;BYMONTHDAY=5,9;BYSETPOS=1'), { ...monthly, monthDay: 5, startOn: '2026-01-05' })
  assert.deepEqual(read('FREQ=MONTHLY;BYDAY=WE;BYSETPOS=-1'), {
    ...monthly,
    nthWeekday: { n: -1, weekday: 3 },
    startOn: '2026-01-28'
  })
  assert.deepEqual(refused('FREQ=MONTHLY;BYMONTHDAY=15,31;BYSETPOS=-1', 'FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1'), [
    'several_days'
  ])
  assert.deepEqual(refused('FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=32', 'FREQ=MONTHLY;BYSETPOS=2'), [
    'never_due'
  ])
})

test('months by days or weeks are a season, if they follow one another and the rule comes in each', () => {
  assert.deepEqual(read('FREQ=DAILY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12'), daily)
  assert.deepEqual(read('FREQ=DAILY;INTERVAL=28;BYMONTH=2'), {
    ...daily,
    every: 28,
    season: { from: '02-01', to: '02-29' },
    startOn: '2026-02-26'
  })
  assert.deepEqual(
    refused('FREQ=DAILY;INTERVAL=29;BYMONTH=2', 'FREQ=WEEKLY;BYMONTH=1,3', 'FREQ=WEEKLY;INTERVAL=5;BYMONTH=2'),
    ['combination']
  )
})

test('a refusal names what it is about', () => {
  assert.deepEqual(fromRrule('FREQ=DAILY\nEXDATE:20260102', { startOn }), {
    refused: 'exceptions',
    detail: 'EXDATE:20260102'
  })
})

test('months that lack the day are left out by name', () => {
  const monthly = { kind: 'every', every: 1, unit: 'month', basis: 'due' }
  assert.deepEqual(read('FREQ=MONTHLY;BYMONTHDAY=30'), {
    ...monthly,
    months: [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    monthDay: 30,
    startOn: '2026-01-30'
  })
  assert.deepEqual(read('FREQ=MONTHLY;BYMONTHDAY=31'), {
    ...monthly,
    months: [1, 3, 5, 7, 8, 10, 12],
    monthDay: 'last',
    startOn: '2026-01-31'
  })
})

test('the 29th of months other than February is any date', () => {
  const rule = {
    kind: 'every',
    every: 1,
    unit: 'month',
    months: [1, 3],
    monthDay: 29,
    basis: 'due',
    startOn: '2026-01-29'
  }
  assert.deepEqual(read('FREQ=MONTHLY;BYMONTH=1,3;BYMONTHDAY=29'), rule)
})

test('29 February of leap years is every fourth year, as long as 2100 is not reached', () => {
  const yearly = {
    kind: 'every',
    every: 4,
    unit: 'year',
    months: [2],
    monthDay: 29,
    basis: 'due',
    startOn: '2028-02-29'
  }
  assert.deepEqual(read('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=3'), { ...yearly, until: '2036-02-29' })
  assert.deepEqual(refused('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=19'), [
    'short_months'
  ])
})

test('BYMONTHDAY without BYMONTH by years keeps the month of the start', () => {
  assert.deepEqual(read('DTSTART;VALUE=DATE:20260510\nRRULE:FREQ=YEARLY;BYMONTHDAY=20'), {
    kind: 'every',
    every: 1,
    unit: 'year',
    months: [5],
    monthDay: 20,
    basis: 'due',
    startOn: '2026-05-20'
  })
})

test('the first of any month, by years on all weekdays, is not that of the month of the start alone', () => {
  const rule = read('FREQ=YEARLY;BYMONTHDAY=1;BYDAY=MO,TU,WE,TH,FR,SA,SU;UNTIL=20260301')
  assert.deepEqual(rule, {
    kind: 'every',
    every: 1,
    unit: 'year',
    months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
    basis: 'due',
    monthDay: 1,
    until: '2026-03-01',
    startOn: '2026-01-01'
  })
})

test('what we cannot hold is refused with its reason', () => {
  assert.deepEqual(refused(`FREQ=DAILY;BYMONTH=${'1,'.repeat(600)}1`), ['too_long'])
  assert.deepEqual(refused('', 'FREQ=', 'FREQ=DAILY;FREQ=DAILY', 'FREQ=SOMETIMES', 'DAILY', 'DTSTART:20260101'), [
    'malformed'
  ])
  assert.deepEqual(refused('FREQ=DAILY;INTERVAL=0', 'FREQ=DAILY;COUNT=0', 'FREQ=DAILY;COUNT=1;UNTIL=20260101'), [
    'malformed'
  ])
  assert.deepEqual(
    refused('FREQ=DAILY;BYMONTH=13', 'FREQ=DAILY;BYMONTH=-1', 'FREQ=MONTHLY;BYMONTHDAY=0', 'FREQ=WEEKLY;BYDAY=XX'),
    ['malformed']
  )
  assert.deepEqual(refused('FREQ=DAILY;UNTIL=20260230', 'FREQ=DAILY;UNTIL=TOMORROW', 'FREQ=WEEKLY;BYDAY=1MO'), [
    'malformed'
  ])
  assert.deepEqual(refused('FREQ=WEEKLY;BYMONTHDAY=1', 'DTSTART:X\nRRULE:FREQ=DAILY', 'FREQ=DAILY;INTERVAL=1.5'), [
    'malformed'
  ])
  assert.deepEqual(refused('FREQ=DAILY\nEXDATE:20260102', 'FREQ=DAILY\nRDATE:20260102', 'FREQ=DAILY\nFREQ=WEEKLY'), [
    'exceptions'
  ])
  assert.deepEqual(refused('FREQ=YEARLY;BYWEEKNO=20', 'FREQ=YEARLY;BYYEARDAY=1', 'FREQ=DAILY;X-WHAT=1'), [
    'unsupported_part'
  ])
  assert.deepEqual(refused('FREQ=HOURLY', 'FREQ=DAILY;BYHOUR=8,20'), ['several_times_a_day'])
  assert.deepEqual(refused('DTSTART:20260101T080030\nRRULE:FREQ=DAILY'), ['seconds'])
  const everyThousandLeapYears = 'DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;INTERVAL=999;UNTIL=20990101'
  assert.deepEqual(refused('FREQ=DAILY;INTERVAL=1001', everyThousandLeapYears), ['interval'])
  assert.deepEqual(refused('FREQ=MONTHLY;BYMONTHDAY=1,15', 'FREQ=MONTHLY;BYDAY=1MO,3MO', 'FREQ=YEARLY;BYDAY=1MO,2MO'), [
    'several_days'
  ])
  assert.deepEqual(
    refused('FREQ=MONTHLY;BYDAY=-2MO', 'FREQ=YEARLY;BYDAY=20MO', 'FREQ=YEARLY;BYDAY=5MO', 'FREQ=MONTHLY;BYMONTHDAY=-2'),
    ['ordinal']
  )
  assert.deepEqual(refused('FREQ=MONTHLY;BYMONTHDAY=29', 'FREQ=MONTHLY;BYMONTHDAY=29;UNTIL=20300101'), ['short_months'])
  assert.deepEqual(
    refused(
      'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13',
      'FREQ=DAILY;BYMONTH=1,3',
      'FREQ=DAILY;INTERVAL=2;BYDAY=MO',
      'FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1'
    ),
    ['combination']
  )
  assert.deepEqual(refused('FREQ=DAILY;COUNT=10001'), ['too_many'])
  assert.deepEqual(refused('DTSTART;VALUE=DATE:19691231\nRRULE:FREQ=DAILY;COUNT=3'), ['too_early'])
  assert.deepEqual(refused('FREQ=DAILY;UNTIL=20251231', 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31'), ['never_due'])
})

test('any rule by days and more that is not refused has the dates that RFC 5545 read literally gives', () => {
  let held = 0
  fc.assert(
    fc.property(anyRrule, anyDate, (text, start) => {
      if (start.year < 1971 || start.year > 2185) return
      const rule = fromRrule(text, { startOn: start })
      if ('refused' in rule) return
      held += 1
      const years = 14
      const found = occurrencesBetween(rule.schedule, rule.startOn, {
        from: start,
        to: start.add({ years }),
        limit: 6000
      })
      assert.deepEqual(found.map(String), naiveRrule(text, start, years).map(String), `${text} ${JSON.stringify(rule)}`)
    }),
    { numRuns: 800 }
  )
  assert.ok(held > 50, `only ${held} rules held`)
})

// What takes for ever is ended by the runner; the cost itself is counted in cost.test.ts.
test('no text makes it throw or take for ever', () => {
  const piece = fc.constantFrom(
    ...'FREQ= DAILY WEEKLY MONTHLY YEARLY ; = , : \n INTERVAL= COUNT=9999 UNTIL= BYDAY= MO SU -1 1 31 BYMONTH= BYMONTHDAY= BYSETPOS= WKST= DTSTART: DTSTART;TZID= 20260101T000000Z RRULE: 99999999'.split(
      ' '
    )
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 2000 }),
        fc.array(piece).map((pieces) => pieces.join(''))
      ),
      (text) => {
        const rule = fromRrule(text, { startOn, timeZone: 'Europe/Berlin' })
        assert.ok('refused' in rule || rule.schedule.kind === 'every')
      }
    ),
    { numRuns: 2000 }
  )
  fromRrule('FREQ=DAILY;BYMONTHDAY=-1,-2;COUNT=5', { startOn })
  fromRrule('FREQ=YEARLY;BYMONTH=2;BYDAY=5MO;COUNT=10000', { startOn })
})

const sublist = (items: readonly string[], maxLength: number) =>
  fc.uniqueArray(fc.constantFrom(...items), { minLength: 1, maxLength })
const codes = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const ordinals = ['1', '2', '4', '5', '-1', '-2', '20']
const oneTo = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1))

/** A part with its values, or nothing, the latter more often so that rules stay likely to be held. */
function optionalPart(name: string, values: fc.Arbitrary<readonly string[]>, freq = 2): fc.Arbitrary<string[]> {
  const absent: { weight: number; arbitrary: fc.Arbitrary<string[]> } = { weight: freq, arbitrary: fc.constant([]) }
  return fc.oneof(absent, { weight: 1, arbitrary: values.map((items) => [`${name}=${items.join(',')}`]) })
}

const anyRrule = fc
  .tuple(
    fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY').map((frequency) => [`FREQ=${frequency}`]),
    optionalPart(
      'INTERVAL',
      fc.integer({ min: 1, max: 40 }).map((count) => [String(count)])
    ),
    optionalPart(
      'BYMONTH',
      fc.oneof(
        sublist(oneTo(12), 12),
        fc.integer({ min: 1, max: 9 }).map((first) => oneTo(first + 3).slice(-3))
      )
    ),
    optionalPart(
      'BYMONTHDAY',
      fc.oneof(
        sublist([...oneTo(31), '-1', '-3'], 3),
        fc.constantFrom(['28', '29', '30', '31'], ['28', '29', '30'], ['29', '30'], ['31'], ['29'])
      ),
      3
    ),
    optionalPart(
      'BYDAY',
      fc.oneof(
        sublist(codes, 7),
        sublist(codes, 1),
        sublist(
          ordinals.flatMap((n) => codes.map((code) => n + code)),
          2
        )
      )
    ),
    optionalPart('BYSETPOS', sublist(['1', '2', '3', '-1', '-2', '5'], 2), 4),
    optionalPart('WKST', sublist(codes, 1)),
    optionalPart(
      'COUNT',
      fc.integer({ min: 1, max: 60 }).map((count) => [String(count)]),
      4
    )
  )
  .map((parts) => parts.flat().join(';'))
