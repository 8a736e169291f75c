import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Pictures } from '#server/gateways/pictures/pictures.ts'
import type { StorageLimits } from './file-rules.ts'

/** What files need beside a context. */
export type FileServices = {
  readonly files: FileStorage
  readonly pictures: Pictures
  readonly storageLimits: StorageLimits
}
