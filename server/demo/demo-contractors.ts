import type { NewContractor } from '#contract/contractors.ts'

export type DemoTrade = 'gardener' | 'heating' | 'sweep' | 'windows'

/** Whom the household calls. */
export const demoContractors: Readonly<Record<DemoTrade, NewContractor>> = {
  heating: {
    name: 'Yasmin Adler',
    company: 'Adler Heating',
    specialties: ['heating_cooling', 'plumbing'],
    phone: '+49 30 5550 142',
    email: 'office@adler-heating.example',
    site: 'https://adler-heating.example',
    notes: 'Rings half an hour before. The cellar key hangs behind the door.',
    favourite: true
  },
  sweep: { name: 'Jonas Ruß', specialties: ['chimney'], phone: '+49 30 5550 117' },
  gardener: {
    name: 'Green Corner',
    specialties: ['garden', 'tree_care'],
    phone: '+49 3987 5550 23',
    email: 'hello@green-corner.example'
  },
  windows: { name: 'Clear View', specialties: ['cleaning', 'windows_doors'], email: 'clear@view.example' }
}
