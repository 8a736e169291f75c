import Type from 'typebox'
import { Contractor, NewContractor } from './contractors.ts'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Line, Nullable, Uuid, Words } from './values.ts'

/** What a file of cards may have at most, and how many are added at once. */
export const cardLimits = { bytes: 4 * 1024 * 1024, atOnce: 100 } as const

/** Why a card is not understood. */
export const CardReason = Words(
  'no_card',
  'not_ended',
  'line_not_understood',
  'charset_unknown',
  'no_name',
  'double',
  'too_many'
)
export type CardReason = Type.Static<typeof CardReason>

/** Of which card: the line that it begins on, and whom it seems to be of. */
export const CardProblem = Strict({ line: Type.Integer(), reason: CardReason, name: Nullable(Type.String()) })
export type CardProblem = Type.Static<typeof CardProblem>

/** By what a card is known again. */
const uid = Nullable(Line(200))
export const CardContractor = Strict({
  ...Type.Pick(Contractor, ['name', 'company', 'specialties', 'phone', 'email', 'site', 'notes', 'favourite'])
    .properties,
  uid,
  /** What stood on the card and does not fit here. */
  leftOut: Type.Array(Words('company', 'phone', 'email', 'site', 'notes')),
  /** Who of the home it is already. */
  there: Nullable(Uuid)
})
export type CardContractor = Type.Static<typeof CardContractor>

const tag = 'Contractors'
const params = Strict({ residenceId: Uuid })
const writes = ['residence_not_found', 'not_allowed', 'residence_archived'] as const

export const previewCards = route({
  method: 'POST',
  path: '/api/residences/:residenceId/contractors/cards/preview',
  tag,
  ...signedIn,
  action: 'contractor.write',
  resource: 'residence',
  summary: 'What a file of vCards (2.1, 3.0, 4.0) would add, and every card that is not understood; nothing is written',
  params,
  bytes: { type: 'application/octet-stream', atMost: cardLimits.bytes },
  status: 200,
  reply: Strict({ cards: Type.Array(CardContractor), problems: Type.Array(CardProblem) }),
  errors: writes
})
export const importCards = route({
  method: 'POST',
  path: '/api/residences/:residenceId/contractors/cards',
  tag,
  ...signedIn,
  action: 'contractor.write',
  resource: 'residence',
  summary: 'Add 1 to 100 tradespeople from cards: all of them or none; who is there already is not added again',
  params,
  body: Strict({
    contractors: Type.Array(Strict({ ...NewContractor.properties, uid: Type.Optional(uid) }), {
      minItems: 1,
      maxItems: cardLimits.atOnce
    })
  }),
  status: 201,
  reply: Strict({ items: Type.Array(Contractor), alreadyThere: Type.Integer() }),
  errors: [...writes, 'plan_limit_reached']
})
export const exportCards = route({
  method: 'GET',
  path: '/api/residences/:residenceId/contractors/cards',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'All tradespeople of a home as vCard 4.0',
  params,
  status: 200,
  file: ['text/vcard'],
  errors: ['residence_not_found']
})
export const exportCard = route({
  method: 'GET',
  path: '/api/contractors/:contractorId/card',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'contractor',
  summary: 'One tradesperson as vCard 4.0',
  params: Strict({ contractorId: Uuid }),
  status: 200,
  file: ['text/vcard'],
  errors: ['contractor_not_found']
})
