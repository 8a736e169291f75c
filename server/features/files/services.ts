import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { PdfReader } from '#server/gateways/pdf-text/pdf-text.ts'
import type { Pictures } from '#server/gateways/pictures/pictures.ts'
import type { StorageLimits } from './file-rules.ts'

/** What files need beside a context. */
export type FileServices = {
  readonly files: FileStorage
  readonly pictures: Pictures
  readonly pdfs: PdfReader
  readonly storageLimits: StorageLimits
}
