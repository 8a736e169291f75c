import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Category } from './tasks.ts'
import { Instant, Language, Nullable, PlainDate, Uuid, Words } from './values.ts'

/** How much one pack can hold; with more it becomes `too_large`. */
export const proofLimits = { completions: 2000, photosInPaper: 400, bytes: 2 * 1024 ** 3 } as const

export const NewProofPack = Strict({
  from: PlainDate,
  to: PlainDate,
  /** Only of this category, or only of these tasks; left out: of all. */
  category: Type.Optional(Category),
  /** Only what was done to this appliance, and only the papers that are linked to it. */
  assetId: Type.Optional(Uuid),
  taskIds: Type.Optional(Type.Array(Uuid, { minItems: 1, maxItems: 100, uniqueItems: true })),
  /**
   * What is told of each completion beside what, when and whether it was in time; `papers`: the warranties, receipts, invoices,
   * manuals and permits of the home.
   */
  include: Strict({
    photos: Type.Boolean(),
    notes: Type.Boolean(),
    costs: Type.Boolean(),
    people: Type.Boolean(),
    papers: Type.Boolean()
  }),
  language: Language
})
export type NewProofPack = Type.Static<typeof NewProofPack>

/** It can be downloaded until `expiresAt`. */
export const ProofPack = Strict({
  id: Uuid,
  state: Words('waiting', 'ready', 'too_large'),
  from: PlainDate,
  to: PlainDate,
  bytes: Nullable(Type.Integer()),
  requestedAt: Instant,
  expiresAt: Instant
})
export type ProofPack = Type.Static<typeof ProofPack>

const residenceId = Strict({ residenceId: Uuid })
const tag = 'Reports'

export const requestProofPack = route({
  method: 'POST',
  path: '/api/residences/:residenceId/proof-pack',
  tag,
  ...signedIn,
  rate: 'print',
  action: 'residence.read',
  resource: 'residence',
  summary: 'Have a proof pack made for yourself: what was done, photos, hashes; takes the place of the one before',
  params: residenceId,
  body: NewProofPack,
  status: 202,
  reply: ProofPack,
  errors: ['residence_not_found', 'not_of_this_home']
})
export const getProofPack = route({
  method: 'GET',
  path: '/api/residences/:residenceId/proof-pack',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'Your proof pack of this home, if there is one',
  params: residenceId,
  status: 200,
  reply: Strict({ proofPack: Nullable(ProofPack) }),
  errors: ['residence_not_found']
})
export const downloadProofPack = route({
  method: 'GET',
  path: '/api/residences/:residenceId/proof-pack/archive',
  tag,
  ...signedIn,
  rate: 'print',
  action: 'residence.read',
  resource: 'residence',
  summary: 'The pack itself, a zip; while you are a member of the home',
  params: residenceId,
  status: 200,
  file: ['application/zip'],
  errors: ['residence_not_found', 'proof_pack_not_ready', 'storage_unavailable']
})
