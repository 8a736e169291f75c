import type { Category, Priority, Rotation } from '#contract/tasks.ts'
import type { PlainKey } from '../../../messages/i18n.ts'

/** The catalogue's names of the closed sets of a task, in the order they are offered. */
export const priorities: readonly Priority[] = ['low', 'medium', 'high', 'urgent']
export const priorityKey: Record<Priority, PlainKey> = {
  low: 'priority.low',
  medium: 'priority.medium',
  high: 'priority.high',
  urgent: 'priority.urgent'
}

export const categoryKey: Record<Category, PlainKey> = {
  cleaning: 'category.cleaning',
  heating_cooling: 'category.heatingCooling',
  plumbing: 'category.plumbing',
  electrical: 'category.electrical',
  appliances: 'category.appliances',
  exterior: 'category.exterior',
  garden: 'category.garden',
  safety: 'category.safety',
  pests: 'category.pests',
  vehicles: 'category.vehicles',
  administration: 'category.administration',
  other: 'category.other'
}
export const categories = Object.keys(categoryKey) as readonly Category[] // the keys of this very record

export const rotationKey: Record<Rotation, PlainKey> = {
  fixed: 'rotation.fixed',
  round_robin: 'rotation.roundRobin',
  least_done: 'rotation.leastDone',
  random: 'rotation.random'
}
export const rotations = Object.keys(rotationKey) as readonly Rotation[] // as above
