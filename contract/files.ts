import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Line, Nullable, Uuid, Words } from './values.ts'

/** What a file may have at most, and one part of it. */
export const fileLimits = { bytes: 25 * 1024 * 1024, partBytes: 1024 * 1024, leastPartBytes: 16 * 1024 } as const

export const FileType = Words('image/jpeg', 'image/png', 'image/webp', 'application/pdf')
export type FileType = Type.Static<typeof FileType>

/** What somebody writes below a picture, or of a paper. */
export const Caption = Line(300)

export const Upload = Strict({
  id: Uuid,
  residenceId: Uuid,
  size: Type.Integer(),
  /** How many bytes have arrived: where the next part begins. */
  received: Type.Integer(),
  expiresAt: Instant
})
export type Upload = Type.Static<typeof Upload>

export const File = Strict({
  id: Uuid,
  residenceId: Uuid,
  type: FileType,
  /** What it was called where it came from, without the folder. */
  name: Nullable(Type.String()),
  bytes: Type.Integer(),
  /** Of a picture, in pixels. */
  width: Nullable(Type.Integer()),
  height: Nullable(Type.Integer()),
  createdAt: Instant
})
export type File = Type.Static<typeof File>

const tag = 'Files'
const uploadId = Strict({ uploadId: Uuid })
const fileId = Strict({ fileId: Uuid })

export const beginUpload = route({
  method: 'POST',
  path: '/api/residences/:residenceId/uploads',
  tag,
  ...signedIn,
  rate: 'upload',
  action: 'file.add',
  resource: 'residence',
  summary: 'Begin to add a JPEG, PNG, WebP, HEIC or PDF: it is sent in parts, and goes on where a line broke',
  params: Strict({ residenceId: Uuid }),
  body: Strict({
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    name: Type.Optional(Line(200))
  }),
  status: 201,
  reply: Upload,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived', 'file_empty', 'file_too_large', 'storage_full']
})
export const getUpload = route({
  method: 'GET',
  path: '/api/uploads/:uploadId',
  tag,
  ...signedIn,
  action: 'upload.continue',
  resource: 'upload',
  summary: 'How far an upload of yours has come',
  params: uploadId,
  status: 200,
  reply: Upload,
  errors: ['upload_not_found']
})
export const sendUploadPart = route({
  method: 'PATCH',
  path: '/api/uploads/:uploadId',
  tag,
  ...signedIn,
  action: 'upload.continue',
  resource: 'upload',
  summary: 'Send the next part: up to 1 MiB, and unless it is the last at least 16 KiB, that begin at `offset`',
  params: uploadId,
  query: Strict({ offset: Type.Integer({ minimum: 0, maximum: fileLimits.bytes }) }),
  bytes: { type: 'application/octet-stream', atMost: fileLimits.partBytes },
  status: 200,
  reply: Upload,
  errors: ['upload_not_found', 'upload_offset_wrong', 'upload_part_wrong', 'file_type_refused']
})
export const finishUpload = route({
  method: 'POST',
  path: '/api/uploads/:uploadId/file',
  tag,
  ...signedIn,
  action: 'upload.continue',
  resource: 'upload',
  summary: 'Make the file of what has arrived: pictures are drawn anew, without what else was in them',
  params: uploadId,
  status: 201,
  reply: File,
  errors: [
    'upload_not_found',
    'upload_incomplete',
    'file_damaged',
    'picture_too_large',
    'storage_full',
    'storage_unavailable',
    'not_allowed',
    'residence_archived'
  ]
})
export const cancelUpload = route({
  method: 'DELETE',
  path: '/api/uploads/:uploadId',
  tag,
  ...signedIn,
  action: 'upload.continue',
  resource: 'upload',
  summary: 'Forget an upload of yours and what has arrived of it',
  params: uploadId,
  status: 204,
  errors: ['upload_not_found']
})
export const getFile = route({
  method: 'GET',
  path: '/api/files/:fileId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'file',
  summary: 'The file itself, or of a picture its thumbnail (WebP); for whoever added it and the members of its home',
  params: fileId,
  query: Strict({ size: Type.Optional(Words('full', 'thumbnail')) }),
  status: 200,
  file: ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'],
  tagged: true,
  errors: ['file_not_found', 'storage_unavailable']
})
export const setResidencePhoto = route({
  method: 'PUT',
  path: '/api/residences/:residenceId/photo',
  tag,
  ...signedIn,
  action: 'residence.edit',
  resource: 'residence',
  summary: 'Choose the picture of the home, or none',
  params: Strict({ residenceId: Uuid }),
  body: Strict({ photoId: Nullable(Uuid) }),
  status: 200,
  reply: Strict({ photoId: Nullable(Uuid) }),
  errors: ['residence_not_found', 'not_allowed', 'residence_archived', 'photo_not_usable']
})
export const setFileCaption = route({
  method: 'PUT',
  path: '/api/files/:fileId/caption',
  tag,
  ...signedIn,
  action: 'file.add',
  resource: 'file',
  summary: 'Write what a picture shows, or take that away',
  params: fileId,
  body: Strict({ caption: Nullable(Caption) }),
  status: 200,
  reply: Strict({ caption: Nullable(Caption) }),
  errors: ['file_not_found', 'not_allowed', 'residence_archived']
})
export const deleteFile = route({
  method: 'DELETE',
  path: '/api/files/:fileId',
  tag,
  ...signedIn,
  action: 'file.delete',
  resource: 'file',
  summary: 'Delete a file wherever it is attached: for whoever added it, and managers',
  params: fileId,
  status: 204,
  errors: ['file_not_found', 'not_allowed']
})
