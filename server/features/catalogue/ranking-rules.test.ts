import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { importances } from '#contract/catalogue.ts'
import { HomeProfile, type Residence } from '#contract/residences.ts'
import { fitting, type Schema } from '#test/arbitrary-of-schema.ts'
import { catalogue, templateById } from './catalogue.ts'
import { assetKinds, type AssetKind } from '#contract/assets.ts'
import { kindsFor, templateIdsOf } from './asset-kind-rules.ts'
import { homeOf } from './home.ts'
import { rank, type Home, type Standing } from './ranking-rules.ts'
import { sources } from './sources.ts'
import type { Template } from './template.ts'
import { wordsOf } from './why-words.ts'

type Known = Partial<Pick<Residence, 'propertyType' | 'country' | 'postalCode' | 'profile' | 'today'>>
function home(known: Known = {}): Home {
  const unknown = { propertyType: null, country: null, postalCode: null, profile: {}, today: '2026-10-15' } as const
  return homeOf({ ...unknown, ...known } as Residence) // all that is read of it
}

/** The reasons by code, or undefined when it is not suggested. */
function reasons(id: string, known: Known): string[] | undefined {
  const template = templateById.get(id) ?? assert.fail(id)
  return rank([template], home(known))[0]?.why.map(({ code }) => code)
}
const ids = (known: Known) => rank(catalogue, home(known)).map(({ template }) => template.id)

const someHome = fc
  .record({
    propertyType: fc.constantFrom('house', 'apartment', 'condominium', 'farm', 'other', null),
    country: fc.constantFrom('US', 'DE', 'AU', 'SG', null),
    postalCode: fc.constantFrom('55401', '33139', '80331', null),
    profile: fitting(HomeProfile as unknown as Schema, []) as fc.Arbitrary<HomeProfile>,
    today: fc
      .date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  })
  .map((known) => home(known as Known))

test('what the home has is suggested for it, with that as the reason; what it has not is not', () => {
  assert.deepEqual(reasons('chimney-sweep-fireplace', { profile: { fireplace: true } }), [
    'home_has',
    'season_now',
    'importance'
  ])
  assert.equal(reasons('chimney-sweep-fireplace', { profile: { fireplace: false } }), undefined)
  assert.deepEqual(reasons('chimney-sweep-fireplace', {}), ['home_may_have', 'season_now', 'importance'])
  assert.equal(reasons('heat-pump-service', { profile: { heating: 'none' } }), undefined)
  assert.equal(reasons('lawn-mow', { profile: { landscaping: ['patio'] } }), undefined)
  assert.ok(reasons('lawn-mow', { profile: { landscaping: ['patio', 'lawn'] } })?.includes('home_has'))
})

test('a flat is not asked to look after roof and ground, unless it says that it has them', () => {
  assert.equal(reasons('gutters-autumn', { propertyType: 'apartment' }), undefined)
  assert.equal(reasons('flat-roof-drains', { propertyType: 'condominium' }), undefined)
  assert.ok(reasons('flat-roof-drains', { propertyType: 'condominium', profile: { roof: 'flat' } }))
  assert.deepEqual(reasons('gutters-autumn', { propertyType: 'house' }), ['property_type', 'season_now', 'importance'])
})

test('what belongs to a climate is suggested where it is so, and says by what that is known', () => {
  assert.ok(reasons('pipe-insulation', { country: 'US', postalCode: '55401' })?.includes('climate'))
  assert.equal(reasons('pipe-insulation', { country: 'US', postalCode: '33139' }), undefined)
  assert.ok(reasons('pipe-insulation', {})?.includes('climate_assumed'))
  assert.ok(reasons('termite-inspection', { country: 'US', postalCode: '33139' }))
})

test('what is asked for in some countries only is not suggested elsewhere', () => {
  assert.ok(reasons('gfci-test', { country: 'US' })?.includes('usual_here'))
  assert.equal(reasons('gfci-test', { country: 'DE' }), undefined)
  assert.equal(reasons('gfci-test', {}), undefined)
  assert.equal(reasons('rcd-test', { country: 'US' }), undefined)
  assert.ok(reasons('rcd-test', {}))
})

test('the season is the home’s: now, soon or later', () => {
  assert.ok(reasons('gutters-autumn', { country: 'DE', today: '2026-11-20' })?.includes('season_now'))
  assert.ok(reasons('gutters-autumn', { country: 'DE', today: '2026-08-20' })?.includes('season_soon'))
  assert.ok(reasons('gutters-autumn', { country: 'DE', today: '2026-05-20' })?.includes('season_later'))
  assert.ok(reasons('gutters-autumn', { country: 'AU', today: '2026-05-20' })?.includes('season_now'))
})

test('safety comes first', () => {
  const first = ids({ propertyType: 'house', country: 'DE', profile: { heating: 'boiler', fireplace: true } }).slice(
    0,
    10
  )
  assert.ok(first.includes('smoke-alarm-test'), first.join(' '))
  assert.ok(
    first.every((id) => templateById.get(id)?.importance === 'safety'),
    first.join(' ')
  )
})

test('every suggestion says why, in both languages, in whole sentences', () => {
  fc.assert(
    fc.property(someHome, (each) => {
      for (const { why } of rank(catalogue, each)) {
        assert.ok(why.length > 0)
        for (const reason of why) {
          for (const language of ['en', 'de'] as const) {
            const words = wordsOf(reason, language)
            assert.match(words, /^\p{Lu}.+\.$/u)
            assert.doesNotMatch(words, /undefined|\[object|  | \./)
          }
        }
      }
    }),
    { numRuns: 60 }
  )
})

test('the order does not depend on the order of the catalogue, and nothing stands twice', () => {
  fc.assert(
    fc.property(someHome, fc.shuffledSubarray([...catalogue]), (each, shuffled) => {
      const ranked = rank(shuffled, each).map(({ template }) => template.id)
      const kept = new Set(shuffled.map(({ id }) => id))
      const inOrder = rank(catalogue, each).flatMap(({ template }) => (kept.has(template.id) ? [template.id] : []))
      assert.deepEqual(ranked, inOrder)
      assert.equal(new Set(ranked).size, ranked.length)
    }),
    { numRuns: 60 }
  )
})

test('the more a task matters the earlier it stands, all else being equal', () => {
  fc.assert(
    fc.property(someHome, fc.constantFrom(...catalogue), (each, template) => {
      const alike = importances.map((importance): Template => ({ ...template, id: importance, importance }))
      const order = rank(alike, each).map((ranked) => ranked.template.importance)
      assert.deepEqual(order, order.length === 0 ? [] : [...importances])
    })
  )
})

test('to know that a home has something never moves what it needs down', () => {
  fc.assert(
    fc.property(someHome, (each) => {
      const pool: Template = { ...(templateById.get('pool-barrier') ?? assert.fail()), source: sources.poolSafely }
      const score = (profile: HomeProfile) => rank([pool], { ...each, profile })[0]?.score ?? -Infinity
      const { pool: _pool, ...others } = each.profile
      assert.ok(score({ ...others, pool: true }) > score(others))
    })
  )
})

/** The reasons of a template in a home in which these stand, by code. */
function reasonsWith(id: string, kinds: readonly AssetKind[], known: Known = {}): string[] | undefined {
  const template = templateById.get(id) ?? assert.fail(id)
  const assets: Standing = new Map(kinds.map((kind) => [kind, [`The ${kind}`]]))
  return rank([template], { ...home(known), assets })[0]?.why.map(({ code }) => code)
}

test('an appliance that stands there counts: also where the profile is silent, or says otherwise', () => {
  assert.deepEqual(reasonsWith('boiler-service', ['boiler']), ['has_asset', 'season_now', 'importance'])
  assert.ok(reasonsWith('boiler-service', ['boiler'], { profile: { heating: 'heat_pump' } })?.includes('has_asset'))
  assert.equal(reasonsWith('boiler-service', ['dishwasher'], { profile: { heating: 'heat_pump' } }), undefined)
  assert.ok(reasonsWith('pool-skim', ['pool'], { propertyType: 'apartment', profile: { pool: false } }))
  assert.ok(reasonsWith('gutters-autumn', ['gutters'], { propertyType: 'apartment' }))
  assert.deepEqual(reasonsWith('dishwasher-filter', ['dishwasher'])?.slice(0, 2), ['has_asset', 'importance'])
})

test('which variant it is, the profile says: what is for another one is not suggested, and of what nobody knows it says so', () => {
  const gas = { profile: { heating: 'gas_furnace' } } as const
  assert.ok(reasonsWith('gas-furnace-service', ['furnace'], gas)?.includes('has_asset'))
  assert.equal(reasonsWith('oil-furnace-service', ['furnace'], gas), undefined)
  const silent = reasonsWith('oil-furnace-service', ['furnace'])
  assert.deepEqual(silent?.slice(0, 2), ['has_asset', 'home_may_have'])
  assert.ok(
    reasonsWith('furnace-filter', ['furnace'])?.every((code) => code !== 'home_may_have'),
    'every furnace has one'
  )
})

test('every task that an appliance needs is in the catalogue, and the reason names the appliance', () => {
  for (const kind of assetKinds) {
    for (const id of templateIdsOf(kind)) {
      assert.ok(templateById.has(id), id)
      assert.ok(kindsFor(id).includes(kind))
    }
    assert.equal(new Set(templateIdsOf(kind)).size, templateIdsOf(kind).length)
  }
  const names = ['Kessel', 'Heater 2']
  assert.equal(wordsOf({ code: 'has_asset', names }, 'en'), 'It is for “Kessel” and “Heater 2”.')
  assert.equal(wordsOf({ code: 'has_asset', names }, 'de'), 'Es ist für „Kessel“ und „Heater 2“.')
})

test('one more appliance never takes a suggestion away and moves none down', () => {
  const kinds = fc.subarray([...assetKinds])
  fc.assert(
    fc.property(someHome, kinds, fc.constantFrom(...assetKinds), (each, there, more) => {
      const standing = (of: readonly AssetKind[]): Standing => new Map(of.map((kind) => [kind, ['It']]))
      const scores = (of: readonly AssetKind[]) =>
        new Map(rank(catalogue, { ...each, assets: standing(of) }).map(({ template, score }) => [template.id, score]))
      const [before, after] = [scores(there), scores([...there, more])]
      for (const [id, score] of before) assert.ok((after.get(id) ?? -Infinity) >= score, id)
      for (const id of after.keys()) assert.ok(before.has(id) || kindsFor(id).includes(more), id)
    }),
    { numRuns: 60 }
  )
})
