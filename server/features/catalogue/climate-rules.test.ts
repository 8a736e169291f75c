import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { climateOf, hemisphereOf, traitsOf } from './climate-rules.ts'
import { areaClimateZones, countryClimateZones, southernCountries } from './country-climate-zones.ts'
import { usClimateZones } from './us-climate-zones.ts'

const zones = /^([0-6][ABC]|[78])$/

test('the zone of a ZIP code is that of its first three digits', () => {
  const places = {
    '33139': '1A', // Miami Beach
    '77002': '2A', // Houston
    '85001': '2B', // Phoenix
    '30303': '3A', // Atlanta
    '94103': '3C', // San Francisco
    '20001': '4A', // Washington
    '98101': '4C', // Seattle
    '02139': '5A', // Cambridge
    '80202': '5B', // Denver
    '55401': '6A', // Minneapolis
    '59601': '6B', // Helena
    '55801': '7', // Duluth
    '99701': '8' // Fairbanks
  }
  for (const [postalCode, zone] of Object.entries(places)) {
    assert.deepEqual(climateOf({ country: 'US', postalCode }), { zone, basis: 'zip_code' }, postalCode)
  }
  assert.equal(climateOf({ country: 'US', postalCode: '55401-1234' }).zone, '6A')
})

test('elsewhere the postal code helps where a country lies in several zones, else the country says it', () => {
  assert.deepEqual(climateOf({ country: 'CA', postalCode: 'v6b 1a1' }), { zone: '4C', basis: 'postal_area' })
  assert.deepEqual(climateOf({ country: 'AU', postalCode: '4870' }), { zone: '1A', basis: 'postal_area' })
  assert.deepEqual(climateOf({ country: 'AU', postalCode: '4000' }), { zone: '2A', basis: 'postal_area' })
  assert.deepEqual(climateOf({ country: 'DE', postalCode: '80331' }), { zone: '5A', basis: 'country' })
  assert.deepEqual(climateOf({ country: 'DE', postalCode: null }), { zone: '5A', basis: 'country' })
})

test('what is not known is temperate, and says so', () => {
  assert.deepEqual(climateOf({ country: null, postalCode: '55401' }), { zone: '4A', basis: 'unknown' })
  assert.deepEqual(climateOf({ country: 'AQ', postalCode: null }), { zone: '4A', basis: 'unknown' })
  assert.deepEqual(climateOf({ country: 'US', postalCode: null }), { zone: '4A', basis: 'country' })
  assert.deepEqual(climateOf({ country: 'US', postalCode: '5540' }), { zone: '4A', basis: 'country' })
})

test('whatever an address says, there is a zone of the IECC’s manner', () => {
  const place = fc.record({
    country: fc.option(fc.oneof(fc.constantFrom('US', 'CA', 'AU', 'DE', 'JP'), fc.stringMatching(/^[A-Z]{2}$/))),
    postalCode: fc.option(fc.oneof(fc.string(), fc.stringMatching(/^\d{5}$/)))
  })
  fc.assert(fc.property(place, (each) => zones.test(climateOf(each).zone) && traitsOf(climateOf(each)).size > 0))
})

test('every prefix, area and country stands in one zone', () => {
  assert.ok(usClimateZones.size > 880, String(usClimateZones.size))
  const all = [usClimateZones, countryClimateZones, ...areaClimateZones.values()]
  assert.deepEqual(
    all.flatMap((table) => [...table]).filter(([name, zone]) => name === '' || !zones.test(zone)),
    []
  )
  assert.deepEqual(
    [...southernCountries].filter(
      (country) => !countryClimateZones.has(country) && !['CK', 'NU', 'TK', 'NR', 'TO', 'TV', 'WF'].includes(country)
    ),
    []
  )
})

test('a number is how cold it is, a letter how moist', () => {
  assert.deepEqual([...traitsOf({ zone: '1A' })], ['hot', 'humid'])
  assert.deepEqual([...traitsOf({ zone: '4C' })], ['freezing', 'humid'])
  assert.deepEqual([...traitsOf({ zone: '5B' })], ['freezing', 'snowy', 'dry'])
  assert.deepEqual([...traitsOf({ zone: '7' })], ['freezing', 'snowy'])
})

test('a hemisphere is that of the country, the northern when there is none', () => {
  assert.deepEqual(
    ['AU', 'ZA', 'DE', null].map((country) => hemisphereOf({ country })),
    ['south', 'south', 'north', 'north']
  )
})
