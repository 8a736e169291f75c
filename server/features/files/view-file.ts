import type { File } from '#contract/files.ts'
import type { StoredFile } from './file-queries.ts'

/** What of a file leaves the server. */
export function viewFile({ id, residenceId, type, name, bytes, width, height, createdAt }: StoredFile): File {
  return { id, residenceId, type, name, bytes, width, height, createdAt }
}
