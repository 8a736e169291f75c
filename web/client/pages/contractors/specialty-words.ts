import type { Specialty } from '#contract/contractors.ts'
import type { PlainKey } from '../../../messages/i18n.ts'

export const specialtyKey: Record<Specialty, PlainKey> = {
  plumbing: 'specialty.plumbing',
  heating_cooling: 'specialty.heatingCooling',
  electrical: 'specialty.electrical',
  solar: 'specialty.solar',
  roofing: 'specialty.roofing',
  gutters: 'specialty.gutters',
  chimney: 'specialty.chimney',
  masonry: 'specialty.masonry',
  plastering: 'specialty.plastering',
  painting: 'specialty.painting',
  carpentry: 'specialty.carpentry',
  windows_doors: 'specialty.windowsDoors',
  flooring: 'specialty.flooring',
  tiling: 'specialty.tiling',
  insulation: 'specialty.insulation',
  appliances: 'specialty.appliances',
  garden: 'specialty.garden',
  tree_care: 'specialty.treeCare',
  paving: 'specialty.paving',
  pool: 'specialty.pool',
  septic: 'specialty.septic',
  cleaning: 'specialty.cleaning',
  pests: 'specialty.pests',
  locksmith: 'specialty.locksmith',
  security: 'specialty.security',
  moving: 'specialty.moving',
  handyman: 'specialty.handyman',
  other: 'specialty.other'
}
export const specialties = Object.keys(specialtyKey) as readonly Specialty[] // the keys of this very record
