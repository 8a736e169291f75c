import * as api from '#contract/guests.ts'
import { fileLimits, type File } from '#contract/files.ts'
import type { Input } from '#contract/route.ts'
import type { Caller, Person, TestApp } from './harness.ts'

export type Guest = Caller & { readonly link: api.GuestLink; readonly secret: string }

/** Somebody with a link to that task. */
export async function makeGuest(
  app: TestApp,
  maker: Person,
  taskId: string,
  said: Partial<Input<typeof api.createGuestLink>['body']> = {}
): Promise<Guest> {
  const body = { address: 'none', showsPhotos: false, ...said } as const
  const { link, secret } = await maker.call(api.createGuestLink, { params: { taskId }, body })
  return { ...app.caller(secret), link, secret }
}

/** Adds a file through the link, as the guest's page does. */
export async function addGuestFile(guest: Caller, content: Buffer, name = 'photo.jpg'): Promise<File> {
  let upload = await guest.call(api.beginGuestUpload, { body: { size: content.length, name } })
  const params = { uploadId: upload.id }
  while (upload.received < upload.size) {
    const { received } = upload
    const bytes = new Uint8Array(content.subarray(received, received + fileLimits.partBytes))
    upload = await guest.call(api.sendGuestUploadPart, { params, query: { offset: received }, bytes })
  }
  return guest.call(api.finishGuestUpload, { params })
}
