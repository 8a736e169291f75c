import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Role } from './roles.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Country, Instant, Line, Nullable, PlainDate, TimeZone, Uuid, Words } from './values.ts'

export const PropertyType = Words(
  'house',
  'apartment',
  'townhouse',
  'condominium',
  'mobile_home',
  'farm',
  'holiday_home',
  'other'
)

/** What the home has, as far as the owner says; what is not known is left out. */
export const HomeProfile = StrictPartial({
  heating: Words('gas_furnace', 'oil_furnace', 'electric', 'heat_pump', 'boiler', 'district', 'wood', 'none', 'other'),
  cooling: Words('central', 'heat_pump', 'window', 'evaporative', 'none', 'other'),
  waterHeater: Words(
    'tank_gas',
    'tank_electric',
    'tankless_gas',
    'tankless_electric',
    'heat_pump',
    'solar',
    'district',
    'other'
  ),
  roof: Words('asphalt_shingle', 'tile', 'metal', 'slate', 'flat', 'wood', 'green', 'other'),
  exterior: Words('brick', 'wood', 'vinyl', 'stucco', 'stone', 'fiber_cement', 'plaster', 'other'),
  flooring: Type.Array(Words('hardwood', 'laminate', 'tile', 'carpet', 'vinyl', 'stone', 'other'), {
    maxItems: 7,
    uniqueItems: true
  }),
  landscaping: Type.Array(Words('lawn', 'trees', 'hedge', 'garden', 'deck', 'patio', 'none'), {
    maxItems: 7,
    uniqueItems: true
  }),
  pool: Type.Boolean(),
  sprinkler: Type.Boolean(),
  septic: Type.Boolean(),
  fireplace: Type.Boolean(),
  garage: Type.Boolean(),
  basement: Type.Boolean(),
  attic: Type.Boolean()
})
export type HomeProfile = Type.Static<typeof HomeProfile>

const details = {
  name: Line(120),
  timeZone: TimeZone,
  street: Nullable(Line(200)),
  city: Nullable(Line(120)),
  region: Nullable(Line(120)),
  postalCode: Nullable(Line(20)),
  country: Nullable(Country),
  propertyType: Nullable(PropertyType),
  profile: HomeProfile
}
const { name, timeZone, ...optionalDetails } = details
export const NewResidence = Strict({ name, timeZone, ...StrictPartial(optionalDetails).properties })
export type NewResidence = Type.Static<typeof NewResidence>

export const Residence = Strict({
  id: Uuid,
  ...details,
  /** The caller's role; `can` in contract/roles.ts says what it allows. */
  role: Role,
  /** The date it is now in the residence's time zone. */
  today: PlainDate,
  memberCount: Type.Integer(),
  /** A picture of the home; `getFile` opens it. */
  photoId: Nullable(Uuid),
  archivedAt: Nullable(Instant),
  createdAt: Instant
})
export type Residence = Type.Static<typeof Residence>

export const Member = Strict({ userId: Uuid, displayName: Type.String(), role: Role, joinedAt: Instant })
export type Member = Type.Static<typeof Member>

export const ShareCode = Strict({
  id: Uuid,
  role: Role,
  maxUses: Type.Integer(),
  uses: Type.Integer(),
  expiresAt: Instant,
  revokedAt: Nullable(Instant),
  createdAt: Instant,
  createdBy: Nullable(Type.String())
})
export type ShareCode = Type.Static<typeof ShareCode>

/** A `.honeydue` file: JSON that carries a code for one use. */
export const ShareFile = Strict({
  format: Type.Literal('honeydue'),
  version: Type.Literal(1),
  residence: Type.String(),
  invitedBy: Type.String(),
  role: Role,
  code: Type.String(),
  expiresAt: Instant
})
export type ShareFile = Type.Static<typeof ShareFile>

/** Roles that a code can give: ownership is transferred, never handed out. */
const SharedRole = Words('viewer', 'member', 'manager')
const residenceId = Strict({ residenceId: Uuid })
const tag = 'Residences'

export const listResidences = route({
  method: 'GET',
  path: '/api/residences',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'self',
  summary: 'The residences you are a member of, by name',
  /** `archived`: the archived ones instead of the others. */
  query: Strict({ ...paging, archived: Type.Optional(Type.Boolean({ default: false })) }),
  status: 200,
  reply: Page(Residence),
  errors: ['invalid_cursor']
})
export const createResidence = route({
  method: 'POST',
  path: '/api/residences',
  tag,
  ...signedIn,
  action: 'residence.create',
  resource: 'none',
  summary: 'Create a residence; you become its owner',
  body: NewResidence,
  status: 201,
  reply: Residence,
  tagged: true,
  errors: ['time_zone_unknown', 'plan_limit_reached']
})
export const getResidence = route({
  method: 'GET',
  path: '/api/residences/:residenceId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'One residence',
  params: residenceId,
  status: 200,
  reply: Residence,
  tagged: true,
  errors: ['residence_not_found']
})
export const updateResidence = route({
  method: 'PATCH',
  path: '/api/residences/:residenceId',
  tag,
  ...signedIn,
  action: 'residence.edit',
  resource: 'residence',
  summary: 'Change a residence; fields left out stay',
  params: residenceId,
  body: StrictPartial(details, { minProperties: 1 }),
  status: 200,
  reply: Residence,
  tagged: true,
  errors: ['residence_not_found', 'not_allowed', 'time_zone_unknown', 'precondition_failed', 'residence_archived']
})
export const deleteResidence = route({
  method: 'DELETE',
  path: '/api/residences/:residenceId',
  tag,
  ...signedIn,
  stepUp: true,
  action: 'residence.delete',
  resource: 'residence',
  summary: 'Delete a residence and all it holds',
  params: residenceId,
  status: 204,
  errors: ['residence_not_found', 'not_allowed']
})
export const archiveResidence = route({
  method: 'PUT',
  path: '/api/residences/:residenceId/archival',
  tag,
  ...signedIn,
  action: 'residence.archive',
  resource: 'residence',
  summary: 'Archive: kept and readable, not changed',
  params: residenceId,
  status: 200,
  reply: Residence,
  errors: ['residence_not_found', 'not_allowed']
})
export const unarchiveResidence = route({
  method: 'DELETE',
  path: '/api/residences/:residenceId/archival',
  tag,
  ...signedIn,
  action: 'residence.archive',
  resource: 'residence',
  summary: 'Bring an archived residence back',
  params: residenceId,
  status: 200,
  reply: Residence,
  errors: ['residence_not_found', 'not_allowed', 'plan_limit_reached', 'member_plan_full']
})

const memberId = Strict({ residenceId: Uuid, userId: Uuid })
export const listMembers = route({
  method: 'GET',
  path: '/api/residences/:residenceId/members',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The members, in the order they joined',
  params: residenceId,
  status: 200,
  reply: Strict({ items: Type.Array(Member) }),
  errors: ['residence_not_found']
})
export const changeRole = route({
  method: 'PATCH',
  path: '/api/residences/:residenceId/members/:userId',
  tag,
  ...signedIn,
  action: 'members.manage',
  resource: 'member',
  summary: "Change a member's role",
  params: memberId,
  body: Strict({ role: Role }),
  status: 200,
  reply: Member,
  errors: ['residence_not_found', 'member_not_found', 'not_allowed', 'last_owner', 'member_plan_full']
})
export const removeMember = route({
  method: 'DELETE',
  path: '/api/residences/:residenceId/members/:userId',
  tag,
  ...signedIn,
  action: 'members.manage',
  resource: 'member',
  summary: 'Remove a member, or leave when it is you',
  params: memberId,
  status: 204,
  errors: ['residence_not_found', 'member_not_found', 'not_allowed', 'last_owner']
})
export const transferOwnership = route({
  method: 'POST',
  path: '/api/residences/:residenceId/ownership-transfers',
  tag,
  ...signedIn,
  stepUp: true,
  action: 'ownership.transfer',
  resource: 'member',
  summary: 'Make another member owner and become manager, in one step',
  params: residenceId,
  body: Strict({ userId: Uuid }),
  status: 200,
  reply: Strict({ items: Type.Array(Member) }),
  errors: ['residence_not_found', 'member_not_found', 'not_allowed', 'member_plan_full']
})

export const createShareCode = route({
  method: 'POST',
  path: '/api/residences/:residenceId/share-codes',
  tag,
  ...signedIn,
  action: 'share.create',
  resource: 'residence',
  summary: 'Make a share code; it is shown once',
  params: residenceId,
  body: Strict({ role: SharedRole, maxUses: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 1 })) }),
  status: 201,
  reply: Strict({ shareCode: ShareCode, code: Type.String() }),
  secretReply: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived']
})
export const createShareFile = route({
  method: 'POST',
  path: '/api/residences/:residenceId/share-files',
  tag,
  ...signedIn,
  action: 'share.create',
  resource: 'residence',
  summary: 'Make a `.honeydue` file with a one-use code',
  params: residenceId,
  body: Strict({ role: SharedRole }),
  status: 201,
  reply: ShareFile,
  secretReply: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived']
})
export const listShareCodes = route({
  method: 'GET',
  path: '/api/residences/:residenceId/share-codes',
  tag,
  ...signedIn,
  action: 'share.manage',
  resource: 'residence',
  summary: 'The share codes that still work',
  params: residenceId,
  status: 200,
  reply: Strict({ items: Type.Array(ShareCode) }),
  errors: ['residence_not_found', 'not_allowed']
})
export const revokeShareCode = route({
  method: 'DELETE',
  path: '/api/residences/:residenceId/share-codes/:shareCodeId',
  tag,
  ...signedIn,
  action: 'share.manage',
  resource: 'share_code',
  summary: 'Revoke a share code',
  params: Strict({ residenceId: Uuid, shareCodeId: Uuid }),
  status: 204,
  errors: ['residence_not_found', 'share_code_not_found', 'not_allowed']
})
export const joinResidence = route({
  method: 'POST',
  path: '/api/memberships',
  tag,
  ...signedIn,
  action: 'residence.join',
  resource: 'none',
  rate: 'join',
  summary: 'Join a residence with a share code',
  body: Strict({ code: Type.String({ minLength: 10, maxLength: 40 }) }),
  status: 201,
  reply: Residence,
  errors: ['share_code_not_found', 'already_member', 'residence_full']
})
