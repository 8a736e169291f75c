import type { HomeProfile } from '#contract/residences.ts'
import { formatList } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { choices, lists, valueKey, yesFields, type ListedField } from './profile-fields.ts'

/** What is known of a home, as pairs of words: "Heating", "Heat pump". Unknown things are left out. */
export function profileWords(profile: HomeProfile): [label: string, value: string][] {
  const fields = [...Object.keys(choices), ...Object.keys(lists)] as ListedField[] // the keys of the two tables
  const known = fields.flatMap((field): [string, string][] => {
    const values = [profile[field] ?? []].flat()
    return values.length === 0
      ? []
      : [[t(`profile.${field}`), formatList(values.map((value) => t(valueKey(field, value))))]]
  })
  const has = yesFields.filter((field) => profile[field] === true).map((field) => t(`profile.${field}`))
  return has.length === 0 ? known : [...known, [t('profile.also'), formatList(has)]]
}

/** Street, postal code and town, country: the lines of an address that are filled in. */
export function addressLines(place: {
  street: string | null
  postalCode: string | null
  city: string | null
  region: string | null
}): string[] {
  const town = [place.postalCode, place.city].filter((part) => part !== null).join(' ')
  return [place.street, town, place.region].filter((line): line is string => line !== null && line !== '')
}
