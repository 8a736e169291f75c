import type { Climate } from '#contract/catalogue.ts'
import { areaClimateZones, countryClimateZones, southernCountries } from './country-climate-zones.ts'
import type { Hemisphere } from './schedule-rules.ts'
import type { ClimateTrait } from './template.ts'
import { usClimateZones } from './us-climate-zones.ts'

/** Where a home is, as far as its address says. */
export type Place = { readonly country: string | null; readonly postalCode: string | null }

/** The zone of what is known, from the most exact to none: then a temperate climate is taken. */
export function climateOf({ country, postalCode }: Place): Climate {
  if (country === null) return { zone: temperate, basis: 'unknown' }
  const code = (postalCode ?? '').toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  const area = country === 'US' ? usZone(code) : areaZone(country, code)
  if (area !== undefined) return { zone: area, basis: country === 'US' ? 'zip_code' : 'postal_area' }
  const zone = country === 'US' ? temperate : countryClimateZones.get(country)
  return zone === undefined ? { zone: temperate, basis: 'unknown' } : { zone, basis: 'country' }
}

export function hemisphereOf({ country }: Pick<Place, 'country'>): Hemisphere {
  return country !== null && southernCountries.has(country) ? 'south' : 'north'
}

/** The number of an IECC zone is how cold it is, from 0 to 8; the letter A moist, B dry, C marine. */
export function traitsOf({ zone }: Pick<Climate, 'zone'>): ReadonlySet<ClimateTrait> {
  const cold = Number(zone[0])
  const moisture = zone[1]
  const traits: [ClimateTrait, boolean][] = [
    ['freezing', cold >= 4],
    ['snowy', cold >= 6 || (cold === 5 && moisture !== 'C')],
    ['hot', cold <= 3 && moisture !== 'C'],
    ['humid', moisture === 'A' || moisture === 'C'],
    ['dry', moisture === 'B']
  ]
  return new Set(traits.flatMap(([trait, has]) => (has ? [trait] : [])))
}

/** Mixed and moist: cool winters, warm summers. */
const temperate = '4A'

/** ZIP codes have five digits, with four more behind them or not. */
function usZone(code: string): string | undefined {
  return /^\d{5}(\d{4})?$/.test(code) ? usClimateZones.get(code.slice(0, 3)) : undefined
}

function areaZone(country: string, code: string): string | undefined {
  const zones = areaClimateZones.get(country)
  return zones?.get(code.slice(0, 2)) ?? zones?.get(code.slice(0, 1))
}
