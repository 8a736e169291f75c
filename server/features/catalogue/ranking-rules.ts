import type { Climate, Importance, WhyCode } from '#contract/catalogue.ts'
import type { HomeProfile, NewResidence } from '#contract/residences.ts'
import { traitsOf } from './climate-rules.ts'
import { monthsIn, type Hemisphere } from './schedule-rules.ts'
import type { ClimateTrait, Months, Template } from './template.ts'

/** What is known of a home. */
export type Home = {
  readonly propertyType: NonNullable<NewResidence['propertyType']> | null
  readonly country: string | null
  readonly profile: HomeProfile
  readonly climate: Climate
  readonly hemisphere: Hemisphere
  readonly today: Temporal.PlainDate
}

/** A reason with what it is about; put into words by why-words.ts. */
export type Why =
  | { readonly code: 'importance'; readonly importance: Template['importance'] }
  | { readonly code: 'home_has' | 'home_may_have'; readonly field: ProfileField; readonly values: readonly string[] }
  | { readonly code: 'property_type'; readonly propertyType: NonNullable<Home['propertyType']> }
  | {
      readonly code: 'climate' | 'climate_assumed'
      readonly traits: readonly ClimateTrait[]
      readonly climate: Climate
    }
  | { readonly code: 'season_now' | 'season_soon' | 'season_later'; readonly months: Months }
  | { readonly code: 'usual_here' | 'every_home' }
export type ProfileField = keyof HomeProfile

export type Ranked = { readonly template: Template; readonly why: readonly Why[]; readonly score: number }

/** Those that fit the home, the most important first. */
export function rank(templates: readonly Template[], home: Home): Ranked[] {
  return templates
    .flatMap((template) => {
      const fit = fitOf(template, home)
      if (!fit) return []
      const why = [...fit, ...seasonOf(template, home), importanceOf(template)]
      return [{ template, why, score: scoreOf(template, why) }]
    })
    .sort((one, other) => other.score - one.score || (one.template.id < other.template.id ? -1 : 1))
}

/** Points of each reason. A home that is known to have it comes before one that may have it, whatever the season. */
const points: Readonly<Record<Exclude<WhyCode, 'importance'>, number>> = {
  home_has: 30,
  home_may_have: -45,
  property_type: 10,
  climate: 10,
  climate_assumed: 0,
  season_now: 12,
  season_soon: 6,
  season_later: 0,
  usual_here: 5,
  every_home: 30
}
const weights = { safety: 100, health: 55, damage: 50, upkeep: 30, comfort: 10 } as const satisfies Record<
  Importance,
  number
>
/** Not the home itself. */
const beside = { vehicles: -30, administration: -10 } as const

function scoreOf({ category, importance, minutes, every: [count, unit] }: Template, why: readonly Why[]): number {
  const reasons = why.map(({ code }) => (code === 'importance' ? weights[importance] : points[code]))
  const quick = minutes <= 15 ? 4 : 0
  const vital = importance === 'safety' && unit === 'month' && count === 1 ? 4 : 0
  const less = category === 'vehicles' || category === 'administration' ? beside[category] : 0
  return reasons.reduce((sum, each) => sum + each, quick + vital + less)
}

function importanceOf({ importance }: Template): Why {
  return { code: 'importance', importance }
}

/** Undefined: not for this home. */
function fitOf({ fits = {}, category }: Template, home: Home): Why[] | undefined {
  const parts = [
    profileFit(fits.profile, home),
    typeFit(fits.propertyTypes, home),
    climateFit(fits.climate, home),
    countryFit(fits, home)
  ]
  if (!parts.every((part) => part !== undefined)) return undefined
  const why = parts.flat()
  return why.length === 0 && category !== 'vehicles' ? [{ code: 'every_home' }] : why
}

function profileFit(wanted: NonNullable<Template['fits']>['profile'], home: Home): Why[] | undefined {
  const fields = Object.entries(wanted ?? {}) as [ProfileField, true | readonly string[]][] // the type of `profile`
  const reasons = fields.map(([field, values]): Why | undefined => {
    const listed = values === true ? [] : values
    const known = home.profile[field]
    if (known === undefined) {
      return sharedOutside.has(field) && isFlat(home) ? undefined : { code: 'home_may_have', field, values: listed }
    }
    if (typeof known === 'boolean') return known ? { code: 'home_has', field, values: [] } : undefined
    const found = [known].flat().filter((value) => listed.includes(value))
    return found.length > 0 ? { code: 'home_has', field, values: found } : undefined
  })
  return reasons.every((reason) => reason !== undefined) ? reasons : undefined
}

/** What the people of a flat do not look after unless they say so. */
const sharedOutside: ReadonlySet<ProfileField> = new Set([
  'roof',
  'exterior',
  'landscaping',
  'pool',
  'sprinkler',
  'septic',
  'garage',
  'basement',
  'attic'
])
function isFlat({ propertyType }: Home): boolean {
  return propertyType === 'apartment' || propertyType === 'condominium'
}

function typeFit(wanted: NonNullable<Template['fits']>['propertyTypes'], { propertyType }: Home): Why[] | undefined {
  if (!wanted || propertyType === null || propertyType === 'other') return []
  return wanted.includes(propertyType) ? [{ code: 'property_type', propertyType }] : undefined
}

function climateFit(wanted: readonly ClimateTrait[] | undefined, { climate }: Home): Why[] | undefined {
  if (!wanted) return []
  const traits = traitsOf(climate)
  if (!wanted.every((trait) => traits.has(trait))) return undefined
  return [{ code: climate.basis === 'unknown' ? 'climate_assumed' : 'climate', traits: wanted, climate }]
}

function countryFit(
  { countries, exceptCountries }: NonNullable<Template['fits']>,
  { country }: Home
): Why[] | undefined {
  if (country !== null && exceptCountries?.includes(country)) return undefined
  if (!countries) return []
  return country !== null && countries.includes(country) ? [{ code: 'usual_here' }] : undefined
}

const soonWeeks = 8

function seasonOf({ season }: Template, { today, hemisphere }: Home): Why[] {
  if (!season) return []
  const months = monthsIn(season, hemisphere)
  const code = isIn(months, today)
    ? 'season_now'
    : isIn(months, today.add({ weeks: soonWeeks }))
      ? 'season_soon'
      : 'season_later'
  return [{ code, months }]
}

export function isIn([from, to]: Months, { month }: Temporal.PlainDate): boolean {
  return from <= to ? month >= from && month <= to : month >= from || month <= to
}
