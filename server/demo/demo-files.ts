import { readFile } from 'node:fs/promises'
import { finishUpload } from '#server/features/files/finish-upload.ts'
import type { FileServices } from '#server/features/files/services.ts'
import { beginUpload, sendUploadPart } from '#server/features/files/uploads.ts'
import type { Ctx, User } from '#server/platform/context.ts'

/** What lies in `files/`: pictures drawn for the demo, and three papers. */
export type DemoFile =
  | 'home.jpg'
  | 'gutter.jpg'
  | 'boiler.jpg'
  | 'alarm.jpg'
  | 'filter.jpg'
  | 'receipt.jpg'
  | 'boiler-warranty.pdf'
  | 'boiler-invoice.pdf'
  | 'home-insurance.pdf'

/** Uploads it as anybody would; gives back its id. */
export async function addFile(
  ctx: Ctx<User>,
  services: FileServices,
  residenceId: string,
  name: DemoFile
): Promise<string> {
  const bytes = await readFile(new URL(`files/${name}`, import.meta.url))
  const { id } = await beginUpload(ctx, services, { params: { residenceId }, body: { size: bytes.length, name } })
  await sendUploadPart(ctx, id, { offset: 0, bytes })
  return (await finishUpload(ctx, services, id)).id
}
