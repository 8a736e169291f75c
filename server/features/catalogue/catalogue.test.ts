import assert from 'node:assert/strict'
import test from 'node:test'
import { Check } from 'typebox/value'
import { HomeProfile, NewResidence } from '#contract/residences.ts'
import { Schedule } from '#contract/schedule.ts'
import { Category } from '#contract/tasks.ts'
import { Doer, Importance } from '#contract/catalogue.ts'
import { scheduleProblems } from '../tasks/recurrence/schedule-problems.ts'
import { catalogue, templateById } from './catalogue.ts'
import { safetyNotes } from './safety-notes.ts'
import { scheduleOf } from './schedule-rules.ts'
import type { Source } from './source.ts'
import { sources } from './sources.ts'
import { tools } from './tools.ts'

const languages = ['en', 'de'] as const
const hemispheres = ['north', 'south'] as const

/** Those of the catalogue for which something is wrong, by id. */
function wrong(isWrong: (template: (typeof catalogue)[number]) => boolean): string[] {
  return catalogue.filter(isWrong).map(({ id }) => id)
}

test('the catalogue knows at least 150 tasks, some of every category', () => {
  assert.ok(catalogue.length >= 150, String(catalogue.length))
  const missing = (Category as unknown as { enum: string[] }).enum.filter(
    (category) => category !== 'other' && !catalogue.some((template) => template.category === category)
  )
  assert.deepEqual(missing, [])
})

test('every id is one word with hyphens and stands once', () => {
  assert.deepEqual(
    wrong(({ id }) => !/^[a-z]+(-[a-z]+)*$/.test(id) || id.length > 60),
    []
  )
  assert.equal(templateById.size, catalogue.length)
})

test('every value is one that the contract knows', () => {
  assert.deepEqual(
    wrong(
      ({ category, importance, who, minutes }) =>
        !(Check(Category, category) && Check(Importance, importance) && Check(Doer, who)) ||
        !(Number.isInteger(minutes) && minutes >= 5 && minutes <= 1440)
    ),
    []
  )
})

for (const language of languages) {
  test(`every task says what and how in its own words: ${language}`, () => {
    assert.deepEqual(
      wrong((template) => {
        const { title, how } = template[language]
        return (
          ![title, how].every((text) => /^[\p{Lu}\d]/u.test(text) && !/[!\n|]| {2}/.test(text)) || title.length > 80
        )
      }),
      []
    )
    assert.deepEqual(
      wrong((template) => !/[.?]$/.test(template[language].how) || template[language].how.length > 240),
      []
    )
  })

  test(`no two tasks are called alike: ${language}`, () => {
    const titles = catalogue.map((template) => template[language].title.toLowerCase())
    assert.deepEqual(
      titles.filter((title, index) => titles.indexOf(title) !== index),
      []
    )
  })
}

test('German says du', () => {
  assert.deepEqual(
    wrong(({ de }) => /\b(Ihnen|Ihren?|Ihrem|prüfen Sie|lassen Sie)\b/.test(`${de.title} ${de.how}`)),
    []
  )
})

test('every schedule is one that a task can have, in both hemispheres and whenever it starts', () => {
  const starts = ['2026-01-01', '2027-06-30', '2028-02-29', '2029-12-31'].map((date) => Temporal.PlainDate.from(date))
  const broken = hemispheres.flatMap((hemisphere) =>
    wrong((template) => {
      const schedule = scheduleOf(template, hemisphere)
      return !Check(Schedule, schedule) || starts.some((startOn) => scheduleProblems(schedule, startOn).length > 0)
    })
  )
  assert.deepEqual(broken, [])
})

test('a season lies half a year later in the southern hemisphere', () => {
  const gutters = templateById.get('gutters-autumn')
  assert.ok(gutters)
  assert.deepEqual(scheduleOf(gutters, 'north').season, { from: '10-01', to: '12-31' })
  assert.deepEqual(scheduleOf(gutters, 'south').season, { from: '04-01', to: '06-30' })
})

test('every home that a task is for can be said in a home profile', () => {
  assert.deepEqual(
    wrong(({ fits }) =>
      Object.entries(fits?.profile ?? {}).some(([key, values]) => {
        const each = Array.isArray(values) ? values : [values]
        return each.some((value) => !Check(HomeProfile, { [key]: value }) && !Check(HomeProfile, { [key]: [value] }))
      })
    ),
    []
  )
  const named = catalogue.flatMap(({ fits }) => fits?.propertyTypes ?? [])
  assert.deepEqual(
    named.filter((propertyType) => !Check(NewResidence, { name: 'x', timeZone: 'UTC', propertyType })),
    []
  )
  assert.deepEqual(
    wrong(({ fits }) =>
      [...(fits?.countries ?? []), ...(fits?.exceptCountries ?? [])].some((code) => !/^[A-Z]{2}$/.test(code))
    ),
    []
  )
})

test('every value of the home profile leads to some task, but the absence of something', () => {
  const led = new Set(
    catalogue.flatMap(({ fits }) =>
      Object.entries(fits?.profile ?? {}).flatMap(([key, values]) =>
        [values].flat().map((value) => `${key}=${String(value)}`)
      )
    )
  )
  const known = Object.entries(HomeProfile.properties).flatMap(([key, schema]) => {
    const { enum: words, items } = schema as { enum?: string[]; items?: { enum: string[] } }
    return (words ?? items?.enum ?? ['true']).map((value) => `${key}=${value}`)
  })
  assert.deepEqual(
    known.filter((each) => !led.has(each) && !/=(none|other)$/.test(each)),
    []
  )
})

test('every source is a page over https with a publisher, and none stands twice', () => {
  const all = Object.values(sources)
  assert.deepEqual(
    all.filter(({ publisher, title, url }) => !publisher || !title || new URL(url).protocol !== 'https:'),
    []
  )
  const urls = all.map(({ url }) => url)
  assert.equal(new Set(urls).size, urls.length)
})

test('of a source that was seen the day is known', () => {
  assert.deepEqual(
    Object.values<Source>(sources).filter(
      ({ seenOn }) => seenOn !== undefined && Temporal.PlainDate.from(seenOn).toString() !== seenOn
    ),
    []
  )
})

test('every source, tool and safety note is used', () => {
  const used = new Set(catalogue.flatMap(({ source, tools: needed = [], safety }) => [source.url, ...needed, safety]))
  assert.deepEqual(
    Object.values(sources).filter(({ url }) => !used.has(url)),
    []
  )
  assert.deepEqual(
    [...Object.keys(tools), ...Object.keys(safetyNotes)].filter((name) => !used.has(name)),
    []
  )
})

test('a safety note goes with whatever is done on ladders, roofs, with gas or under pressure', () => {
  assert.deepEqual(
    wrong(({ tools: needed = [], safety }) => needed.includes('ladder') && safety === undefined),
    []
  )
})
