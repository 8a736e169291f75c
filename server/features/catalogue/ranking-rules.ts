import type { AssetKind } from '#contract/assets.ts'
import type { Climate, Importance, WhyCode } from '#contract/catalogue.ts'
import type { HomeProfile, NewResidence } from '#contract/residences.ts'
import { kindsFor, variantsOf } from './asset-kind-rules.ts'
import { traitsOf } from './climate-rules.ts'
import { monthsIn, type Hemisphere } from './schedule-rules.ts'
import type { ClimateTrait, Months, Template } from './template.ts'

/** What stands in a home: the names of the first few of each kind. */
export type Standing = ReadonlyMap<AssetKind, readonly string[]>

/** What is known of a home. */
export type Home = {
  readonly propertyType: NonNullable<NewResidence['propertyType']> | null
  readonly country: string | null
  readonly profile: HomeProfile
  readonly assets: Standing
  readonly climate: Climate
  readonly hemisphere: Hemisphere
  readonly today: Temporal.PlainDate
}

/** A reason with what it is about; put into words by why-words.ts. */
export type Why =
  | { readonly code: 'importance'; readonly importance: Template['importance'] }
  | { readonly code: 'has_asset'; readonly names: readonly string[] }
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

/** Points of each reason. A home that is known to have it comes before one that may have it, whatever the
 * season; what stands there as an appliance is known best. */
const points: Readonly<Record<Exclude<WhyCode, 'importance'>, number>> = {
  has_asset: 34,
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
function fitOf({ id, fits = {}, category }: Template, home: Home): Why[] | undefined {
  const kinds = kindsFor(id).filter((kind) => home.assets.has(kind))
  const names = kinds.flatMap((kind) => home.assets.get(kind) ?? []).slice(0, mostNames)
  const parts = [
    names.length > 0 ? [{ code: 'has_asset', names } as const] : [],
    profileFit(fits.profile, home, kinds),
    names.length > 0 ? (typeFit(fits.propertyTypes, home) ?? []) : typeFit(fits.propertyTypes, home),
    climateFit(fits.climate, home),
    countryFit(fits, home)
  ]
  if (!parts.every((part) => part !== undefined)) return undefined
  const why = parts.flat()
  return why.length === 0 && category !== 'vehicles' ? [{ code: 'every_home' }] : why
}

const mostNames = 3

function profileFit(
  wanted: NonNullable<Template['fits']>['profile'],
  home: Home,
  kinds: readonly AssetKind[]
): Why[] | undefined {
  const fields = Object.entries(wanted ?? {}) as [ProfileField, true | readonly string[]][] // the type of `profile`
  const reasons = fields.map(([field, values]) =>
    fieldFit({ field, values: values === true ? [] : values }, home, kinds)
  )
  return reasons.every((reason) => reason !== undefined) ? reasons.flat() : undefined
}

type Wanted = { readonly field: ProfileField; readonly values: readonly string[] }

/** What the profile says, else what stands there; nothing where neither knows it. */
function fieldFit({ field, values }: Wanted, home: Home, kinds: readonly AssetKind[]): readonly Why[] | undefined {
  const known = home.profile[field]
  const found = typeof known === 'boolean' ? [] : [known ?? []].flat().filter((value) => values.includes(value))
  if (known === true || found.length > 0) return [{ code: 'home_has', field, values: found }]
  const answers = new Set(kinds.map((kind) => answerOf(kind, { field, values }, home)))
  if (answers.has('yes')) return []
  const mayHave = [{ code: 'home_may_have', field, values } as const]
  if (answers.has('maybe')) return mayHave
  return known !== undefined || (sharedOutside.has(field) && isFlat(home)) ? undefined : mayHave
}

/** Whether an appliance of that kind is one that needs it: any is, unless that depends on a variant. */
function answerOf(kind: AssetKind, { field, values }: Wanted, { profile }: Home): 'yes' | 'maybe' | 'no' {
  const variants = variantsOf[kind]
  if (variants?.field !== field || variants.values.every((value) => values.includes(value))) return 'yes'
  const known = [profile[field] ?? []].flat()
  return known.some((value) => variants.values.includes(String(value))) ? 'no' : 'maybe'
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
