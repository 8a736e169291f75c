import type { HomeProfile, NewResidence } from '#contract/residences.ts'

/** The home profile as tables: which fields are one of a list, several of a list, or yes and no. */

export type PropertyType = NonNullable<NewResidence['propertyType']>
type Known<F extends keyof HomeProfile> = NonNullable<HomeProfile[F]>
export type ChoiceField = 'heating' | 'cooling' | 'waterHeater' | 'roof' | 'exterior'
export type ManyField = 'flooring' | 'landscaping'
export type YesField = 'pool' | 'sprinkler' | 'septic' | 'fireplace' | 'garage' | 'basement' | 'attic'
export type ListedField = ChoiceField | ManyField

export const propertyTypes = [
  'house',
  'apartment',
  'townhouse',
  'condominium',
  'mobile_home',
  'farm',
  'holiday_home',
  'other'
] as const satisfies readonly PropertyType[]

export const choices = {
  heating: ['gas_furnace', 'oil_furnace', 'electric', 'heat_pump', 'boiler', 'district', 'wood', 'none', 'other'],
  cooling: ['central', 'heat_pump', 'window', 'evaporative', 'none', 'other'],
  waterHeater: [
    'tank_gas',
    'tank_electric',
    'tankless_gas',
    'tankless_electric',
    'heat_pump',
    'solar',
    'district',
    'other'
  ],
  roof: ['asphalt_shingle', 'tile', 'metal', 'slate', 'flat', 'wood', 'green', 'other'],
  exterior: ['brick', 'wood', 'vinyl', 'stucco', 'stone', 'fiber_cement', 'plaster', 'other']
} as const satisfies { [F in ChoiceField]: readonly Known<F>[] }

export const lists = {
  flooring: ['hardwood', 'laminate', 'tile', 'carpet', 'vinyl', 'stone', 'other'],
  landscaping: ['lawn', 'trees', 'hedge', 'garden', 'deck', 'patio', 'none']
} as const satisfies { [F in ManyField]: Known<F> }

export const yesFields = [
  'pool',
  'sprinkler',
  'septic',
  'fireplace',
  'garage',
  'basement',
  'attic'
] as const satisfies readonly YesField[]

const listed = { ...choices, ...lists }
type ValueKey = { [F in ListedField]: `profile.${F}.${(typeof listed)[F][number]}` }[ListedField]

/** The message key of a value; `t` refuses to compile when a value of the contract has no message. */
export function valueKey(field: ListedField, value: string): ValueKey {
  return `profile.${field}.${value}` as ValueKey // field and value come from the tables above or from the contract's own type
}
