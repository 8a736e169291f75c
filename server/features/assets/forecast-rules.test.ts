import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assetKinds } from '#contract/assets.ts'
import { forecastYears, mostForetold, type Forecast } from '#contract/forecast.ts'
import { dearer, forecast, type Ageing } from './forecast-rules.ts'

const today = Temporal.PlainDate.from('2026-03-10')
const dishwasher: Ageing = {
  id: '01890000-0000-7000-8000-000000000001',
  name: 'Dishwasher',
  kind: 'dishwasher',
  installedOn: '2020-06-01',
  price: { minor: 100_000, currency: 'EUR' },
  expectedLifeYears: null
}

/** Which years something happens in, and when its life is over. */
function told({ years }: Forecast): string[] {
  return years.flatMap(({ year, replacements }) => replacements.map(({ on, name }) => `${year} ${name} ${on}`))
}

test('its life is what its owner says, else what its kind usually reaches; the forecast says which', () => {
  const usual = forecast([dishwasher], today)
  assert.deepEqual(told(usual), ['2029 Dishwasher 2029-06-01'])
  assert.equal(usual.years[3]?.replacements[0]?.lifeFrom, 'usual')
  const own = forecast([{ ...dishwasher, expectedLifeYears: 7 }], today)
  assert.deepEqual(told(own), ['2027 Dishwasher 2027-06-01', '2034 Dishwasher 2034-06-01'])
  assert.equal(own.years[1]?.replacements[0]?.lifeFrom, 'own')
})

test('prices rise by two in a hundred each year since it was bought', () => {
  const { years } = forecast([dishwasher], today)
  assert.deepEqual(years[3]?.costs, [{ minor: 119_509, currency: 'EUR' }], '1 000 € for nine years')
  assert.equal(dearer(100_000, 0), 100_000)
})

test('what lives longer than expected is replaced this year, and the next one is counted from today', () => {
  const old = { ...dishwasher, installedOn: '2010-01-31', expectedLifeYears: 5 }
  assert.deepEqual(told(forecast([old], today)), ['2026 Dishwasher 2015-01-31', '2031 Dishwasher 2031-03-10'])
})

test('what is not known is named with what is missing; what only has no price is in its year and costs nothing', () => {
  const unknown = [
    { ...dishwasher, name: 'Unpriced', price: null },
    { ...dishwasher, name: 'Undated', installedOn: null },
    { ...dishwasher, name: 'Grill', kind: 'grill' as const, price: null }
  ]
  const { unforetold, years } = forecast(unknown, today)
  assert.deepEqual(
    unforetold.map(({ name, missing }) => [name, ...missing]),
    [
      ['Grill', 'expectedLifeYears', 'price'],
      ['Undated', 'installedOn'],
      ['Unpriced', 'price']
    ]
  )
  assert.deepEqual([years[3]?.count, years[3]?.unpriced, years[3]?.costs], [1, 1, []])
})

const anyDay = fc.date({ min: new Date('1950-01-01'), max: new Date('2040-12-31'), noInvalidDate: true })
const anyAsset: fc.Arbitrary<Ageing> = fc.record({
  id: fc.uuid(),
  name: fc.string({ minLength: 1, maxLength: 5 }),
  kind: fc.constantFrom(...assetKinds),
  installedOn: fc.option(anyDay.map((day) => day.toISOString().slice(0, 10))),
  price: fc.option(
    fc.record({ minor: fc.integer({ min: 0, max: 1_000_000_000_000 }), currency: fc.constantFrom('EUR', 'USD') })
  ),
  expectedLifeYears: fc.option(fc.integer({ min: 1, max: 200 }))
})
const anyAssets = fc.array(anyAsset, { maxLength: 30 })

test('every appliance is in the years, lasts longer or lacks something; nothing is lost and the sums are those of its parts', () => {
  fc.assert(
    fc.property(anyAssets, (assets) => {
      const { years, total, later, unforetold, unforetoldCount } = forecast(assets, today)
      const inYears = new Set(years.flatMap(({ replacements }) => replacements.map(({ assetId }) => assetId)))
      const undated = unforetold.filter(({ missing }) => missing.some((fact) => fact !== 'price'))
      assert.equal(inYears.size + later + undated.length, new Set(assets.map(({ id }) => id)).size)
      assert.equal(unforetoldCount, unforetold.length)
      assert.equal(years.length, forecastYears)
      assert.equal(
        total.count,
        years.reduce((sum, { count }) => sum + count, 0)
      )
      for (const { costs, replacements, unpriced, year } of years) {
        assert.equal(unpriced, replacements.filter(({ price }) => price === null).length)
        for (const { currency, minor } of costs) {
          const of = replacements.flatMap(({ cost }) => (cost?.currency === currency ? cost.minor : []))
          assert.equal(
            minor,
            of.reduce((sum, each) => sum + each, 0)
          )
        }
        for (const { on, price, cost } of replacements) {
          assert.ok(on <= `${year}-12-31` && (on >= `${year}-01-01` || year === today.year), `${on} in ${year}`)
          assert.equal(price === null, cost === null)
        }
      }
    })
  )
})

test('a longer life is never over sooner, and the order of the appliances changes nothing', () => {
  fc.assert(
    fc.property(anyAssets, fc.integer({ min: 1, max: 100 }), (assets, more) => {
      const first = (given: readonly Ageing[]) =>
        forecast(given, today).years.find(({ count }) => count > 0)?.year ?? Number.POSITIVE_INFINITY
      const live = (years: number) => assets.map((asset) => ({ ...asset, expectedLifeYears: years }))
      assert.ok(first(live(more)) <= first(live(more + 1)))
      assert.deepEqual(forecast(assets.toReversed(), today).total, forecast(assets, today).total)
    })
  )
})

test('a year names no more than a hundred, those that cost the most, and counts all', () => {
  const many = Array.from({ length: 2000 }, (_, index) => ({
    ...dishwasher,
    id: `01890000-0000-7000-8000-${String(index).padStart(12, '0')}`,
    price: { minor: index, currency: 'EUR' }
  }))
  const year = forecast(many, today).years[3]
  assert.deepEqual([year?.count, year?.replacements.length], [2000, mostForetold])
  assert.equal(year?.replacements[0]?.price?.minor, 1999)
})
