import { readFile } from 'node:fs/promises'
import type { Task } from '#contract/tasks.ts'
import type { FileServices } from '#server/features/files/services.ts'
import { acceptWork } from '#server/features/guests/answer-work.ts'
import { createGuestLink } from '#server/features/guests/create-link.ts'
import { beginGuestUpload, finishGuestUpload, sendGuestUploadPart } from '#server/features/guests/guest-files.ts'
import { finishGuestJob } from '#server/features/guests/guest-job.ts'
import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import type { Keyring } from '#server/platform/keyring.ts'

export type DemoGuest = {
  readonly files: FileServices
  readonly keyring: Keyring
  /** Who gives the link and accepts what was done. */
  readonly host: Ctx<User>
  readonly guestWith: (secret: string) => Ctx<Anonymous>
}

/** The tradesperson of a task does it by a link, with a word and the invoice; it is accepted. */
export async function letGuestDo(
  { files, keyring, host, guestWith }: DemoGuest,
  { id: taskId, contractorId }: Task
): Promise<void> {
  const body = { contractorId, address: 'town', showsPhotos: false } as const
  const { link, secret } = await createGuestLink(host, keyring, { params: { taskId }, body })

  const guest = guestWith(secret)
  const bytes = await readFile(new URL('files/boiler-invoice.pdf', import.meta.url))
  const upload = await beginGuestUpload(guest, files, { size: bytes.length, name: 'Invoice 2291.pdf' })
  await sendGuestUploadPart(guest, upload.id, { offset: 0, bytes })
  const invoice = await finishGuestUpload(guest, files, upload.id)
  const cost = { minor: 15_518, currency: 'EUR' }
  const work = { notes: 'New valve, no drop any more.', photoIds: [], invoiceId: invoice.id, cost }
  await finishGuestJob(guest, { body: work })

  await acceptWork(host, link.id, { rating: 5 })
}
