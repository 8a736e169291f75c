import Type from 'typebox'
import { Completion, Photo } from './completions.ts'
import { File, fileLimits, Upload } from './files.ts'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { ChecklistItem, Task } from './tasks.ts'
import { Instant, Line, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

/** How long a link works, and how many files come through one. */
export const guestLimits = { days: 7, mostDays: 60, files: 16 } as const

/** `open`: the guest may do it. `waiting`: they have said that it is done, and a member looks at it. */
export const GuestLinkState = Words('open', 'waiting', 'accepted')
/** What of the home's address the guest sees. */
export const ShownAddress = Words('none', 'town', 'full')
export type ShownAddress = Type.Static<typeof ShownAddress>

/** What a guest has said of their work. */
const Invoice = Strict({ file: Nullable(Strict({ id: Uuid, type: Type.String() })), cost: Nullable(Money) })
export const GuestWork = Strict({ notes: Nullable(Type.String()), photos: Type.Array(Photo), invoice: Invoice })
export type GuestWork = Type.Static<typeof GuestWork>

export const GuestLink = Strict({
  id: Uuid,
  taskId: Uuid,
  taskTitle: Type.String(),
  residenceId: Uuid,
  state: GuestLinkState,
  /** Who of the tradespeople it is for; the name stays when they are deleted. */
  contractor: Nullable(Strict({ id: Nullable(Uuid), name: Type.String() })),
  address: ShownAddress,
  showsPhotos: Type.Boolean(),
  expiresAt: Instant,
  createdAt: Instant,
  /** When the guest said that it is done. */
  doneAt: Nullable(Instant),
  work: GuestWork
})
export type GuestLink = Type.Static<typeof GuestLink>

const tag = 'Guests'
const guestLinkId = Strict({ guestLinkId: Uuid })
const writes = ['guest_link_not_found', 'not_allowed', 'residence_archived'] as const

export const createGuestLink = route({
  method: 'POST',
  path: '/api/tasks/:taskId/guest-links',
  tag,
  ...signedIn,
  action: 'guest.invite',
  resource: 'task',
  summary: 'A link by which somebody without an account does this one task; its secret is shown once',
  params: Strict({ taskId: Uuid }),
  body: Strict({
    days: Type.Optional(Type.Integer({ minimum: 1, maximum: guestLimits.mostDays })),
    contractorId: Type.Optional(Nullable(Uuid)),
    address: ShownAddress,
    /** The photos of what was done before. */
    showsPhotos: Type.Boolean()
  }),
  status: 201,
  reply: Strict({ link: GuestLink, secret: Type.String() }),
  errors: ['task_not_found', 'not_allowed', 'residence_archived', 'task_not_open', 'contractor_not_of_home'],
  secretReply: true
})
export const listGuestLinks = route({
  method: 'GET',
  path: '/api/tasks/:taskId/guest-links',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'task',
  summary: 'The links of a task that work, wait or were accepted, newest first',
  params: Strict({ taskId: Uuid }),
  status: 200,
  reply: Strict({ items: Type.Array(GuestLink) }),
  errors: ['task_not_found']
})
export const listWaitingWork = route({
  method: 'GET',
  path: '/api/guest-links/waiting',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'self',
  summary: 'What guests have done in your homes and nobody has looked at yet, the oldest first; at most 20',
  status: 200,
  reply: Strict({ items: Type.Array(GuestLink) }),
  errors: []
})
export const revokeGuestLink = route({
  method: 'DELETE',
  path: '/api/guest-links/:guestLinkId',
  tag,
  ...signedIn,
  action: 'guest.invite',
  resource: 'guest_link',
  summary: 'End a link and delete what came through it; what was accepted stays',
  params: guestLinkId,
  status: 204,
  errors: writes
})
export const sendBackWork = route({
  method: 'POST',
  path: '/api/guest-links/:guestLinkId/return',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'guest_link',
  summary: 'Not done yet: the guest may go on, and reads why',
  params: guestLinkId,
  body: Strict({ word: Prose(2000, 1) }),
  status: 200,
  reply: GuestLink,
  errors: [...writes, 'guest_work_not_waiting']
})
export const acceptWork = route({
  method: 'POST',
  path: '/api/guest-links/:guestLinkId/completion',
  tag,
  ...signedIn,
  action: 'task.complete',
  resource: 'guest_link',
  summary: 'Accept what the guest did: it completes the task with their photos, cost and name',
  params: guestLinkId,
  body: Strict({ rating: Type.Optional(Nullable(Type.Integer({ minimum: 1, maximum: 5 }))) }),
  status: 201,
  reply: Strict({ task: Task, completion: Completion }),
  errors: [...writes, 'guest_work_not_waiting', 'task_already_done', 'task_not_open', 'plan_limit_reached']
})

/** Whoever has the secret, which comes as a bearer token and is nobody's session. */
const guest = {
  access: 'anonymous',
  verified: false,
  stepUp: false,
  rate: 'guest',
  action: 'guest.work',
  resource: 'guest_job'
} as const
const uploadId = Strict({ uploadId: Uuid })
const uploadErrors = ['guest_link_not_accepted', 'guest_work_waiting', 'upload_not_found'] as const

export const GuestJob = Strict({
  state: GuestLinkState,
  title: Type.String(),
  notes: Nullable(Type.String()),
  checklist: Type.Array(ChecklistItem),
  dueOn: Nullable(PlainDate),
  /** Line by line, as far as the maker of the link shows it; empty for nothing. */
  address: Type.Array(Type.String()),
  photos: Type.Array(Photo),
  /** ISO 4217: what the home reckons in. */
  country: Nullable(Type.String()),
  expiresAt: Instant,
  /** Why it was sent back. */
  word: Nullable(Type.String()),
  work: GuestWork
})
export type GuestJob = Type.Static<typeof GuestJob>

export const getGuestJob = route({
  method: 'GET',
  path: '/api/guest/job',
  tag,
  ...guest,
  summary: 'The one job of a guest link, whose secret is the bearer token',
  status: 200,
  reply: GuestJob,
  errors: ['guest_link_not_accepted']
})
export const getGuestFile = route({
  method: 'GET',
  path: '/api/guest/files/:fileId',
  tag,
  ...guest,
  summary: 'A photo of the job, or what the guest has added',
  params: Strict({ fileId: Uuid }),
  query: Strict({ size: Type.Optional(Words('full', 'thumbnail')) }),
  status: 200,
  file: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'],
  tagged: true,
  errors: ['guest_link_not_accepted', 'file_not_found', 'storage_unavailable']
})
export const beginGuestUpload = route({
  method: 'POST',
  path: '/api/guest/uploads',
  tag,
  ...guest,
  summary: 'Begin to add a photo or an invoice to the job; as beginUpload',
  body: Strict({
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    name: Type.Optional(Line(200))
  }),
  status: 201,
  reply: Upload,
  errors: [
    'guest_link_not_accepted',
    'guest_work_waiting',
    'guest_files_full',
    'file_empty',
    'file_too_large',
    'storage_full'
  ]
})
export const getGuestUpload = route({
  method: 'GET',
  path: '/api/guest/uploads/:uploadId',
  tag,
  ...guest,
  summary: 'How far an upload of the guest has come',
  params: uploadId,
  status: 200,
  reply: Upload,
  errors: ['guest_link_not_accepted', 'upload_not_found']
})
export const sendGuestUploadPart = route({
  method: 'PATCH',
  path: '/api/guest/uploads/:uploadId',
  tag,
  ...guest,
  summary: 'Send the next part; as sendUploadPart',
  params: uploadId,
  query: Strict({ offset: Type.Integer({ minimum: 0, maximum: fileLimits.bytes }) }),
  bytes: { type: 'application/octet-stream', atMost: fileLimits.partBytes },
  status: 200,
  reply: Upload,
  errors: [...uploadErrors, 'upload_offset_wrong', 'upload_part_wrong', 'file_type_refused']
})
export const finishGuestUpload = route({
  method: 'POST',
  path: '/api/guest/uploads/:uploadId/file',
  tag,
  ...guest,
  summary: 'Make the file of what has arrived; as finishUpload',
  params: uploadId,
  status: 201,
  reply: File,
  errors: [
    ...uploadErrors,
    'upload_incomplete',
    'file_damaged',
    'picture_too_large',
    'storage_full',
    'storage_unavailable'
  ]
})
export const finishGuestJob = route({
  method: 'POST',
  path: '/api/guest/job/done',
  tag,
  ...guest,
  summary: 'Say that the job is done, with photos, notes and an invoice; a member looks at it then',
  body: Strict({
    notes: Type.Optional(Nullable(Prose(10_000))),
    photoIds: Type.Array(Uuid, { maxItems: 10, uniqueItems: true }),
    invoiceId: Type.Optional(Nullable(Uuid)),
    cost: Type.Optional(Nullable(Money))
  }),
  status: 200,
  reply: GuestJob,
  errors: ['guest_link_not_accepted', 'guest_work_waiting', 'photo_not_usable', 'file_not_found']
})
