import Type from 'typebox'
import { Caption, FileType } from './files.ts'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Instant, Line, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

export const documentKinds = ['warranty', 'manual', 'receipt', 'invoice', 'insurance', 'permit', 'other'] as const
export const DocumentKind = Words(...documentKinds)
export type DocumentKind = Type.Static<typeof DocumentKind>

/** An address that a page may link to. */
const Site = Type.String({ maxLength: 500, pattern: '^https?://[^\\s<>"]{1,490}$' })

/** Whom to turn to, and how. */
export const Claim = StrictPartial({
  name: Line(120),
  phone: Type.String({ maxLength: 40, pattern: '^[+0-9][0-9 ()/.-]{1,39}$' }),
  email: Type.String({ maxLength: 254, pattern: '^[^\\s@]{1,64}@[^\\s@]{1,189}$' }),
  site: Site,
  /** What to do, step by step. */
  steps: Prose(4000)
})
export type Claim = Type.Static<typeof Claim>

/** What one notes of a paper of each kind; what is not known is left out. `endsOn` is the last day on which it holds. */
export const DocumentDetails = Type.Union([
  Strict({
    kind: Type.Literal('warranty'),
    ...StrictPartial({
      provider: Line(120),
      covers: Prose(4000),
      policyNumber: Line(80),
      startsOn: PlainDate,
      endsOn: PlainDate,
      claim: Claim
    }).properties
  }),
  Strict({
    kind: Type.Literal('manual'),
    ...StrictPartial({ maker: Line(120), model: Line(120), site: Site }).properties
  }),
  Strict({
    kind: Type.Literal('receipt'),
    ...StrictPartial({
      seller: Line(120),
      number: Line(80),
      boughtOn: PlainDate,
      amount: Money,
      /** The last day on which it can be given back. */
      endsOn: PlainDate
    }).properties
  }),
  Strict({
    kind: Type.Literal('invoice'),
    ...StrictPartial({ issuer: Line(120), number: Line(80), issuedOn: PlainDate, amount: Money }).properties
  }),
  Strict({
    kind: Type.Literal('insurance'),
    ...StrictPartial({
      insurer: Line(120),
      policyNumber: Line(80),
      covers: Prose(4000),
      startsOn: PlainDate,
      endsOn: PlainDate,
      premium: Money,
      premiumEvery: Words('month', 'quarter', 'half_year', 'year', 'once'),
      claim: Claim
    }).properties
  }),
  Strict({
    kind: Type.Literal('permit'),
    ...StrictPartial({ authority: Line(120), number: Line(80), startsOn: PlainDate, endsOn: PlainDate }).properties
  }),
  Strict({
    kind: Type.Literal('other'),
    ...StrictPartial({ issuer: Line(120), number: Line(80), startsOn: PlainDate, endsOn: PlainDate }).properties
  })
])
export type DocumentDetails = Type.Static<typeof DocumentDetails>

/** Days before the end on which one is told by mail; 0: on the last day. */
const RemindDays = Type.Array(Type.Integer({ minimum: 0, maximum: 730 }), { maxItems: 5, uniqueItems: true })

export const documentFileLimit = 20
/** Files of the home (`finishUpload`), in the order in which they are shown. */
const FileIds = Type.Array(Uuid, { maxItems: documentFileLimit, uniqueItems: true })

export const DocumentFile = Strict({
  fileId: Uuid,
  type: FileType,
  name: Nullable(Type.String()),
  bytes: Type.Integer(),
  /** Of a picture, in pixels. */
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  caption: Type.Optional(Caption)
})
export type DocumentFile = Type.Static<typeof DocumentFile>

const links = {
  /** The appliance that it is about. */
  assetId: Nullable(Uuid),
  /** Who of the home's tradespeople it is from. */
  contractorId: Nullable(Uuid)
}

export const Document = Strict({
  id: Uuid,
  residenceId: Uuid,
  title: Line(200),
  notes: Nullable(Prose(10_000)),
  details: DocumentDetails,
  ...links,
  /** That of the details. */
  endsOn: Nullable(PlainDate),
  remindDays: RemindDays,
  files: Type.Array(DocumentFile),
  createdAt: Instant,
  updatedAt: Instant
})
export type Document = Type.Static<typeof Document>

export const Reminder = Strict({
  daysBefore: Type.Integer(),
  on: PlainDate,
  sentAt: Nullable(Instant),
  /** It could not be sent for days. */
  failedAt: Nullable(Instant)
})
export type Reminder = Type.Static<typeof Reminder>

const { title, notes } = Document.properties
export const NewDocument = Strict({
  title,
  details: DocumentDetails,
  /** `remindDays` left out: as is usual for the kind. */
  ...StrictPartial({ ...links, notes, fileIds: FileIds, remindDays: RemindDays }).properties
})
export type NewDocument = Type.Static<typeof NewDocument>

/** `details` and `fileIds` are given whole. */
export const DocumentChange = StrictPartial(
  { ...links, title, notes, details: DocumentDetails, fileIds: FileIds, remindDays: RemindDays },
  { minProperties: 1 }
)
export type DocumentChange = Type.Static<typeof DocumentChange>

/** What ends within so many days ends soon. */
export const endsSoonDays = 90

/** Text with what was looked for in it: put together, the parts are the text. */
const Snippet = Type.Array(Strict({ text: Type.String(), isHit: Type.Boolean() }))

/** Where something was found: in what is noted of a paper, in one of its files, or in a photo of something that was done. */
export const FoundPaper = Strict({
  document: Nullable(Strict({ id: Uuid, title: Type.String(), kind: DocumentKind, endsOn: Nullable(PlainDate) })),
  completion: Nullable(Strict({ taskId: Uuid, taskTitle: Type.String(), completedOn: PlainDate })),
  file: Nullable(Strict({ fileId: Uuid, type: FileType, name: Nullable(Type.String()) })),
  snippet: Snippet
})
export type FoundPaper = Type.Static<typeof FoundPaper>

const tag = 'Documents'
const residenceId = Strict({ residenceId: Uuid })
const documentId = Strict({ documentId: Uuid })
const writes = [
  'not_allowed',
  'residence_archived',
  'document_dates_wrong',
  'file_not_usable',
  'not_of_this_home',
  'contractor_not_of_home'
] as const

export const listDocuments = route({
  method: 'GET',
  path: '/api/residences/:residenceId/documents',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The papers of a home, newest first; those that end soon or have ended by their last day',
  params: residenceId,
  query: Strict({
    ...paging,
    kind: Type.Optional(DocumentKind),
    assetId: Type.Optional(Uuid),
    contractorId: Type.Optional(Uuid),
    /** `soon`: within 90 days, soonest first. `over`: before today, latest first. */
    ends: Type.Optional(Words('soon', 'over'))
  }),
  status: 200,
  reply: Page(Document),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const searchDocuments = route({
  method: 'GET',
  path: '/api/residences/:residenceId/documents/search',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'Looks in papers, inside their PDFs and below photos; the 20 best, of the newest',
  params: residenceId,
  query: Strict({ search: Line(200) }),
  status: 200,
  reply: Strict({ items: Type.Array(FoundPaper) }),
  errors: ['residence_not_found']
})
export const createDocument = route({
  method: 'POST',
  path: '/api/residences/:residenceId/documents',
  tag,
  ...signedIn,
  action: 'document.edit',
  resource: 'residence',
  summary: 'Add a paper, with the files that were uploaded for it',
  params: residenceId,
  body: NewDocument,
  status: 201,
  reply: Document,
  tagged: true,
  errors: ['residence_not_found', 'plan_limit_reached', ...writes]
})
export const getDocument = route({
  method: 'GET',
  path: '/api/documents/:documentId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'document',
  summary: 'One paper',
  params: documentId,
  status: 200,
  reply: Document,
  tagged: true,
  errors: ['document_not_found']
})
export const updateDocument = route({
  method: 'PATCH',
  path: '/api/documents/:documentId',
  tag,
  ...signedIn,
  action: 'document.edit',
  resource: 'document',
  summary: 'Change a paper; fields left out stay, files taken away are deleted unless they are shown elsewhere',
  params: documentId,
  body: DocumentChange,
  status: 200,
  reply: Document,
  tagged: true,
  errors: ['document_not_found', ...writes, 'precondition_failed']
})
export const listReminders = route({
  method: 'GET',
  path: '/api/documents/:documentId/reminders',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'document',
  summary: 'When you are told that a paper ends, and whether that was done',
  params: documentId,
  status: 200,
  reply: Strict({ items: Type.Array(Reminder) }),
  errors: ['document_not_found']
})
export const deleteDocument = route({
  method: 'DELETE',
  path: '/api/documents/:documentId',
  tag,
  ...signedIn,
  action: 'document.delete',
  resource: 'document',
  summary: 'Delete a paper and its files, unless they are shown elsewhere',
  params: documentId,
  status: 204,
  errors: ['document_not_found', 'not_allowed', 'residence_archived']
})
