import * as api from '#contract/files.ts'
import type { Person } from './harness.ts'

/** Adds a file as the client does, in parts of so many bytes, and makes no file of it yet. */
export async function send(
  person: Person,
  residenceId: string,
  bytes: Buffer,
  { name = 'photo.jpg' } = {}
): Promise<api.Upload> {
  let upload = await person.call(api.beginUpload, { params: { residenceId }, body: { size: bytes.length, name } })
  while (upload.received < upload.size)
    upload = await sendNext(person, upload, bytes.subarray(0, upload.received + api.fileLimits.partBytes))
  return upload
}

/** The part that begins where the upload stands. */
export function sendNext(person: Person, { id, received }: api.Upload, upTo: Buffer): Promise<api.Upload> {
  const bytes = new Uint8Array(upTo.subarray(received))
  return person.call(api.sendUploadPart, { params: { uploadId: id }, query: { offset: received }, bytes })
}

export async function addFile(person: Person, residenceId: string, bytes: Buffer, name?: string): Promise<api.File> {
  const { id } = await send(person, residenceId, bytes, name === undefined ? {} : { name })
  return person.call(api.finishUpload, { params: { uploadId: id } })
}
