import type { Doer, Importance } from '#contract/catalogue.ts'
import type { HomeProfile, NewResidence } from '#contract/residences.ts'
import type { Unit } from '#contract/schedule.ts'
import type { Category } from '#contract/tasks.ts'
import type { Language } from '#contract/values.ts'
import type { SafetyNote } from './safety-notes.ts'
import type { Source } from './source.ts'
import type { Tool } from './tools.ts'

/** First and last month, both inclusive, as they are in the northern hemisphere; may cross New Year. */
export type Months = readonly [from: number, to: number]

/** What of a climate matters to a house (server/features/catalogue/climate-rules.ts). */
export type ClimateTrait = 'freezing' | 'snowy' | 'hot' | 'humid' | 'dry'

/** Values of the home profile, any of which fits; of what a home has or has not, `true`. */
export type ProfileFit = {
  readonly [K in keyof HomeProfile]: HomeProfile[K] extends boolean | undefined ? true : Values<HomeProfile[K]>
}
type Values<V> = V extends readonly (infer Each)[] | undefined ? readonly Each[] : readonly V[]

/** Which homes a task is for: all that is named has to be so. */
export type Fit = {
  readonly profile?: ProfileFit
  readonly propertyTypes?: readonly NonNullable<NewResidence['propertyType']>[]
  /** All of them. */
  readonly climate?: readonly ClimateTrait[]
  /** ISO 3166-1 alpha-2, for what is asked for or usual only there. */
  readonly countries?: readonly string[]
  readonly exceptCountries?: readonly string[]
}

/** A maintenance task of the catalogue. `title` and `how` are our own words; `source` is where its figures can be checked. */
export type Template = {
  /** Stands in people's tasks: never changed, never used again for something else. */
  readonly id: string
  readonly category: Category
  /** How long it may wait at most, counted from when it was done; in a season, from the date that was due. */
  readonly every: readonly [number, Exclude<Unit, 'day'>]
  readonly season?: Months
  readonly importance: Importance
  readonly minutes: number
  readonly who: Doer
  readonly tools?: readonly Tool[]
  readonly safety?: SafetyNote
  readonly fits?: Fit
  readonly source: Source
} & { readonly [L in Language]: { readonly title: string; readonly how: string } }

/** As it stands in the file of its category. */
export type TemplateEntry = Omit<Template, 'category'>

/** Homes whose people look after roof, walls and ground themselves. */
export const withGrounds = ['house', 'townhouse', 'mobile_home', 'farm', 'holiday_home'] as const
