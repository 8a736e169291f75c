import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Instant, Line, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

/** The usual trades around a home. */
export const specialties = [
  'plumbing',
  'heating_cooling',
  'electrical',
  'solar',
  'roofing',
  'gutters',
  'chimney',
  'masonry',
  'plastering',
  'painting',
  'carpentry',
  'windows_doors',
  'flooring',
  'tiling',
  'insulation',
  'appliances',
  'garden',
  'tree_care',
  'paving',
  'pool',
  'septic',
  'cleaning',
  'pests',
  'locksmith',
  'security',
  'moving',
  'handyman',
  'other'
] as const
export const Specialty = Words(...specialties)
export type Specialty = (typeof specialties)[number]

const details = {
  name: Line(200),
  company: Nullable(Line(200)),
  specialties: Type.Array(Specialty, { maxItems: specialties.length, uniqueItems: true }),
  phone: Nullable(Line(60)),
  email: Nullable(
    Type.String({ maxLength: 254, pattern: '^[^\\s@<>\\u0000-\\u001F\\u007F]+@[^\\s@<>\\u0000-\\u001F\\u007F]+$' })
  ),
  site: Nullable(Type.String({ maxLength: 2000, pattern: '^https?://[^\\s\\u0000-\\u001F\\u007F]+$' })),
  notes: Nullable(Prose(10_000)),
  favourite: Type.Boolean()
}

export const Contractor = Strict({
  id: Uuid,
  residenceId: Uuid,
  ...details,
  /** The mean of what their work was rated, to one decimal; null before the first time. */
  rating: Nullable(Type.Number()),
  ratings: Type.Integer(),
  /** How often a task was done by them. */
  jobsDone: Type.Integer(),
  lastDoneOn: Nullable(PlainDate),
  /** What it cost, one sum for each currency. */
  costs: Type.Array(Money),
  createdAt: Instant,
  updatedAt: Instant
})
export type Contractor = Type.Static<typeof Contractor>

const optional = StrictPartial(details).properties
export const NewContractor = Strict({ ...optional, name: details.name })
export type NewContractor = Type.Static<typeof NewContractor>
export const ContractorChange = StrictPartial(details, { minProperties: 1 })
export type ContractorChange = Type.Static<typeof ContractorChange>

const tag = 'Contractors'
const residenceId = Strict({ residenceId: Uuid })
const contractorId = Strict({ contractorId: Uuid })
const writes = ['contractor_not_found', 'not_allowed', 'residence_archived'] as const

export const listContractors = route({
  method: 'GET',
  path: '/api/residences/:residenceId/contractors',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The tradespeople of a home, favourites first, then by name; `search` finds parts of words',
  params: residenceId,
  query: Strict({ ...paging, search: Type.Optional(Line(200)), specialty: Type.Optional(Specialty) }),
  status: 200,
  reply: Page(Contractor),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const addContractor = route({
  method: 'POST',
  path: '/api/residences/:residenceId/contractors',
  tag,
  ...signedIn,
  action: 'contractor.write',
  resource: 'residence',
  summary: 'Add a tradesperson',
  params: residenceId,
  body: NewContractor,
  status: 201,
  reply: Contractor,
  tagged: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived', 'plan_limit_reached']
})
export const getContractor = route({
  method: 'GET',
  path: '/api/contractors/:contractorId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'contractor',
  summary: 'One tradesperson, with what they have done and what it cost',
  params: contractorId,
  status: 200,
  reply: Contractor,
  tagged: true,
  errors: ['contractor_not_found']
})
export const updateContractor = route({
  method: 'PATCH',
  path: '/api/contractors/:contractorId',
  tag,
  ...signedIn,
  action: 'contractor.write',
  resource: 'contractor',
  summary: 'Change a tradesperson; fields left out stay',
  params: contractorId,
  body: ContractorChange,
  status: 200,
  reply: Contractor,
  tagged: true,
  errors: [...writes, 'precondition_failed']
})
export const deleteContractor = route({
  method: 'DELETE',
  path: '/api/contractors/:contractorId',
  tag,
  ...signedIn,
  action: 'contractor.delete',
  resource: 'contractor',
  summary: 'Delete a tradesperson; tasks lose them, the history keeps their name',
  params: contractorId,
  status: 204,
  errors: writes
})
