import type { Doer, Importance } from '#contract/catalogue.ts'
import type { PlainKey } from '../../../messages/i18n.ts'

export const doerKey: Record<Doer, PlainKey> = {
  anyone: 'ideas.who.anyone',
  handy: 'ideas.who.handy',
  professional: 'ideas.who.professional'
}
export const doers = Object.keys(doerKey) as readonly Doer[] // the keys of this very record

export const importanceKey: Record<Importance, PlainKey> = {
  safety: 'ideas.importance.safety',
  health: 'ideas.importance.health',
  damage: 'ideas.importance.damage',
  upkeep: 'ideas.importance.upkeep',
  comfort: 'ideas.importance.comfort'
}

/** So many can be added at once. */
export const mostAtOnce = 50
