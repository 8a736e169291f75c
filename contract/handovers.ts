import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Residence } from './residences.ts'
import { route, Strict } from './route.ts'
import { Instant, Nullable, Uuid } from './values.ts'

/** What goes along beside the home and its open tasks. Names of people and their turns never do. */
export const Keep = Strict({
  /** What was done and when. */
  history: Type.Boolean(),
  /** Of the history: what people wrote and how they rated it. */
  notes: Type.Boolean(),
  /** What it cost and how long it took, in the history and as a guess on tasks. */
  costs: Type.Boolean(),
  /** Of the history, and the picture of the home. */
  photos: Type.Boolean(),
  papers: Type.Boolean()
})
export type Keep = Type.Static<typeof Keep>

/** It can be accepted until `expiresAt`. */
export const Handover = Strict({ keep: Keep, createdAt: Instant, expiresAt: Instant })
export type Handover = Type.Static<typeof Handover>

const residenceId = Strict({ residenceId: Uuid })
const code = Strict({ code: Type.String({ minLength: 10, maxLength: 40 }) })
const tag = 'Hand-over'

export const offerHandover = route({
  method: 'PUT',
  path: '/api/residences/:residenceId/handover',
  tag,
  ...signedIn,
  stepUp: true,
  action: 'ownership.transfer',
  resource: 'residence',
  summary: 'Offer the home to a new owner: a code, shown once; takes the place of the one before',
  params: residenceId,
  body: Strict({ keep: Keep }),
  status: 201,
  reply: Strict({ handover: Handover, code: Type.String() }),
  secretReply: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived']
})
export const getHandover = route({
  method: 'GET',
  path: '/api/residences/:residenceId/handover',
  tag,
  ...signedIn,
  action: 'ownership.transfer',
  resource: 'residence',
  summary: 'The hand-over that waits to be accepted, if there is one',
  params: residenceId,
  status: 200,
  reply: Strict({ handover: Nullable(Handover) }),
  errors: ['residence_not_found', 'not_allowed']
})
export const cancelHandover = route({
  method: 'DELETE',
  path: '/api/residences/:residenceId/handover',
  tag,
  ...signedIn,
  action: 'ownership.transfer',
  resource: 'residence',
  summary: 'Take the offer back',
  params: residenceId,
  status: 204,
  errors: ['residence_not_found', 'not_allowed', 'handover_not_found']
})
export const lookAtHandover = route({
  method: 'POST',
  path: '/api/handovers/offers',
  tag,
  ...signedIn,
  action: 'residence.join',
  resource: 'none',
  rate: 'join',
  summary: 'What a code hands over, and from whom',
  body: code,
  status: 200,
  reply: Strict({ residence: Type.String(), offeredBy: Type.String(), keep: Keep, expiresAt: Instant }),
  errors: ['handover_not_found']
})
export const acceptHandover = route({
  method: 'POST',
  path: '/api/handovers/acceptances',
  tag,
  ...signedIn,
  action: 'residence.join',
  resource: 'none',
  rate: 'join',
  summary: 'Become the owner of a home; everybody else leaves it at once',
  body: code,
  status: 201,
  reply: Residence,
  errors: ['handover_not_found', 'already_owner', 'plan_limit_reached']
})
