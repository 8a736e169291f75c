import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Nullable, Uuid, Words } from './values.ts'

/** What becomes of a home when the account goes: `erased` with it, `left` to the others, or it `needs_owner` before. */
const HomeFate = Strict({
  residenceId: Uuid,
  name: Type.String(),
  otherMembers: Type.Integer(),
  fate: Words('erased', 'left', 'needs_owner')
})

/** `eraseAt`: when the account goes, until then it can be kept; null: it stays. */
export const Deletion = Strict({ eraseAt: Nullable(Instant), homes: Type.Array(HomeFate) })
export type Deletion = Type.Static<typeof Deletion>

/** `homesDone` of `homesTotal` are in it already. It can be downloaded until `expiresAt`. */
export const PersonalExport = Strict({
  id: Uuid,
  state: Words('waiting', 'ready', 'too_large'),
  homesDone: Type.Integer(),
  homesTotal: Type.Integer(),
  bytes: Nullable(Type.Integer()),
  requestedAt: Instant,
  expiresAt: Instant
})
export type PersonalExport = Type.Static<typeof PersonalExport>

const tag = 'Your data'

export const getDeletion = route({
  method: 'GET',
  path: '/api/me/deletion',
  tag,
  ...signedIn,
  verified: false,
  action: 'account.read',
  resource: 'self',
  summary: 'Whether my account is to be erased, and what becomes of my homes',
  status: 200,
  reply: Deletion,
  errors: []
})
export const requestDeletion = route({
  method: 'POST',
  path: '/api/me/deletion',
  tag,
  ...signedIn,
  verified: false,
  stepUp: true,
  rate: 'step_up',
  action: 'account.secure',
  resource: 'self',
  summary:
    'Have my account erased in seven days; signs me out everywhere else. Refused while a home needs another owner',
  status: 200,
  reply: Deletion,
  errors: ['home_needs_owner']
})
export const cancelDeletion = route({
  method: 'DELETE',
  path: '/api/me/deletion',
  tag,
  ...signedIn,
  verified: false,
  action: 'account.secure',
  resource: 'self',
  summary: 'Keep my account after all',
  status: 204,
  errors: []
})

export const requestExport = route({
  method: 'POST',
  path: '/api/me/export',
  tag,
  ...signedIn,
  stepUp: true,
  rate: 'export',
  action: 'account.secure',
  resource: 'self',
  summary: 'Have an archive made of all that I can read; it takes the place of a former one',
  status: 202,
  reply: PersonalExport,
  errors: []
})
export const getExport = route({
  method: 'GET',
  path: '/api/me/export',
  tag,
  ...signedIn,
  action: 'account.read',
  resource: 'self',
  summary: 'How far my archive is; null without one',
  status: 200,
  reply: Strict({ export: Nullable(PersonalExport) }),
  errors: []
})
export const createExportLink = route({
  method: 'POST',
  path: '/api/me/export/links',
  tag,
  ...signedIn,
  stepUp: true,
  action: 'account.secure',
  resource: 'self',
  summary: 'Get a token to download the archive with: once, within 15 minutes, in this session',
  status: 201,
  reply: Strict({ token: Type.String(), expiresAt: Instant }),
  secretReply: true,
  errors: ['export_not_ready']
})
export const downloadExport = route({
  method: 'POST',
  path: '/api/me/export/downloads',
  tag,
  ...signedIn,
  action: 'account.secure',
  resource: 'self',
  summary: 'Download the archive',
  body: Strict({ token: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }) }),
  status: 200,
  file: ['application/zip'],
  secretReply: true,
  errors: ['download_not_accepted']
})
