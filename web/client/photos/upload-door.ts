import { beginUpload, cancelUpload, finishUpload, getUpload, sendUploadPart, type Upload } from '#contract/files.ts'
import { beginGuestUpload, finishGuestUpload, getGuestUpload, sendGuestUploadPart } from '#contract/guests.ts'
import { call } from '../../api.ts'

type Part = { readonly offset: number; readonly bytes: Uint8Array<ArrayBuffer> }

/** By which operations a file comes in. */
export type UploadDoor = {
  readonly begin: (body: { size: number; name: string }, signal: AbortSignal) => Promise<Upload>
  readonly get: (uploadId: string, signal: AbortSignal) => Promise<Upload>
  readonly send: (uploadId: string, part: Part, signal: AbortSignal) => Promise<Upload>
  readonly finish: (uploadId: string, signal: AbortSignal) => Promise<{ id: string }>
  readonly cancel: (uploadId: string) => Promise<unknown>
}

/** That of a home's members. */
export function doorOf(residenceId: string): UploadDoor {
  return {
    begin: (body, signal) => call(beginUpload, { params: { residenceId }, body }, signal),
    get: (uploadId, signal) => call(getUpload, { params: { uploadId } }, signal),
    send: (uploadId, { offset, bytes }, signal) =>
      call(sendUploadPart, { params: { uploadId }, query: { offset }, bytes }, signal),
    finish: (uploadId, signal) => call(finishUpload, { params: { uploadId } }, signal),
    cancel: (uploadId) => call(cancelUpload, { params: { uploadId } })
  }
}

/** That of a guest with a link, whose secret the requests carry. What is not named when the job is done is let go. */
export const guestDoor: UploadDoor = {
  begin: (body, signal) => call(beginGuestUpload, { body }, signal),
  get: (uploadId, signal) => call(getGuestUpload, { params: { uploadId } }, signal),
  send: (uploadId, { offset, bytes }, signal) =>
    call(sendGuestUploadPart, { params: { uploadId }, query: { offset }, bytes }, signal),
  finish: (uploadId, signal) => call(finishGuestUpload, { params: { uploadId } }, signal),
  cancel: async () => undefined
}
