import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as formats from './formats.ts'
import { firstLanguage, localeFor, speak } from './i18n.ts'

describe('in British English', () => {
  before(() => speak('en', ['en-GB']))

  test('dates', () => {
    assert.equal(formats.formatDate('2026-12-04', 'medium'), 'Fri 4 Dec')
    assert.equal(formats.formatDate('2026-12-04', 'long'), 'Friday, 4 December 2026')
    assert.equal(formats.formatDate('2026-12-04', 'month'), 'December 2026')
    assert.equal(formats.formatDateNear('2027-01-02', '2026-12-04'), '2 Jan 2027')
  })

  test('when something is due, as people say it', () => {
    const said = ['2026-03-07', '2026-03-09', '2026-03-10', '2026-03-11', '2026-03-13']
    assert.deepEqual(
      said.map((date) => formats.dueWords(date, '2026-03-10')),
      ['3 days late', '1 day late', 'today', 'tomorrow', 'Fri 13 Mar']
    )
  })

  test('a moment of today as other times of day are written, in the small hours too', () => {
    assert.equal(formats.formatMoment(new Date().setHours(1, 30)), formats.formatTime('01:30'))
    assert.equal(formats.formatTime('01:30'), '01:30')
  })

  test('money by the decimals of its currency, durations, weekdays, months, lists', () => {
    assert.equal(formats.formatMoney({ minor: 123_456, currency: 'EUR' }), '€1,234.56')
    assert.equal(formats.formatMoney({ minor: 1234, currency: 'JPY' }), 'JP¥1,234')
    assert.equal(formats.formatMinutes(45), '45 mins')
    assert.equal(formats.formatMinutes(90), '1 hr 30 mins')
    assert.equal(formats.formatMinutes(120), '2 hrs')
    assert.equal(formats.weekdayName(1), 'Monday')
    assert.equal(formats.weekdayName(7, 'short'), 'Sun')
    assert.equal(formats.monthName(12), 'December')
    assert.equal(formats.formatList(['a', 'b', 'c']), 'a, b and c')
  })

  test('how long to wait, rounded up', () => {
    const said = [1, 59, 60, 61, 240, 3599, 3600, 3601]
    assert.deepEqual(said.map(formats.formatWait), [
      'in 1 second',
      'in 59 seconds',
      'in 1 minute',
      'in 2 minutes',
      'in 4 minutes',
      'in 60 minutes',
      'in 1 hour',
      'in 2 hours'
    ])
  })

  test('how long ago', () => {
    const now = new Date('2026-03-10T12:00:00Z')
    assert.equal(formats.formatAgo('2026-03-10T10:00:00Z', now), '2 hours ago')
    assert.equal(formats.formatAgo('2026-03-16T12:00:00Z', now), 'in 6 days')
    assert.equal(formats.formatAgo('2026-03-10T11:59:40Z', now), 'this minute')
  })
})

describe('in German', () => {
  before(() => speak('de', ['de-DE']))

  test('dates, money and times', () => {
    assert.equal(formats.formatDate('2026-12-04', 'long'), 'Freitag, 4. Dezember 2026')
    assert.equal(formats.formatMoney({ minor: 123_456, currency: 'EUR' }), '1.234,56\u00A0€')
    assert.equal(formats.formatTime('18:30'), '18:30')
    assert.equal(formats.dueWords('2026-03-09', '2026-03-10'), 'seit 1 Tag fällig')
  })
})

test('days are counted over the change to summer time', () => {
  assert.equal(formats.daysBetween('2026-03-28', '2026-03-30'), 2)
  assert.equal(formats.daysBetween('2024-03-01', '2024-02-28'), -2)
})

test('the first language is the first one we speak', () => {
  assert.equal(firstLanguage(['fr-FR', 'de-AT', 'en']), 'de')
  assert.equal(firstLanguage(['fr']), 'en')
  assert.equal(localeFor('de', ['en-GB', 'de-AT']), 'de-AT')
  assert.equal(localeFor('de', ['den', 'en']), 'de')
})
