import type { HomeProfile } from '#contract/residences.ts'
import { choices, lists, type ChoiceField, type ManyField } from './profile-fields.ts'

/** The profile with one field set to one of its values; any other word makes it unknown. */
export function withChoice(profile: HomeProfile, field: ChoiceField, value: string): HomeProfile {
  const { [field]: _, ...others } = profile
  const known = choices[field].find((choice) => choice === value)
  return known === undefined ? others : { ...others, [field]: known }
}

/** The profile with one value of a list added or taken out, in the order of the list; an empty list becomes unknown. */
export function toggled(profile: HomeProfile, field: ManyField, value: string): HomeProfile {
  const { [field]: before, ...others } = profile
  const had = new Set<string>(before)
  const now = lists[field].filter((entry) => (entry === value ? !had.has(entry) : had.has(entry)))
  return now.length === 0 ? others : { ...others, [field]: now }
}
