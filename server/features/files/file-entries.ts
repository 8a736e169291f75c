import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { csv, jsonLines } from '#server/platform/csv.ts'
import type { ZipEntry } from '#server/platform/zip.ts'
import { extensionOf } from './file-rules.ts'
import type { HomeFile } from './photo-queries.ts'
import { readFileOf } from './read-file.ts'

/**
 * Files for an archive, in `files/` of a folder and under their ids, and after them the lists of what they are. Each is read
 * with the person's right of that moment; what is gone by then, or lost, is an empty file and said to be missing.
 */
export function fileEntries(
  { db, actor }: Pick<Ctx<User>, 'db' | 'actor'>,
  { storage, folder, files }: { storage: FileStorage; folder: string; files: readonly HomeFile[] }
): ZipEntry[] {
  const missing = new Set<string>()
  async function* rows() {
    for (const file of files) {
      const { id, type, name, bytes, createdAt } = file
      yield { file: pathOf(file), type, name, bytes, createdAt, missing: missing.has(id) }
    }
  }
  return [
    ...files.map((file) => ({
      path: `${folder}/${pathOf(file)}`,
      isDense: true,
      async *content() {
        const bytes = await readFileOf({ db, actor }, storage, { fileId: file.id, size: 'full' })
        if (bytes) yield bytes
        else missing.add(file.id)
      }
    })),
    { path: `${folder}/files.json`, content: () => jsonLines(rows()) },
    { path: `${folder}/files.csv`, content: () => csv(columns, rows()) }
  ]
}

const columns = ['file', 'type', 'name', 'bytes', 'createdAt', 'missing'] as const

function pathOf({ id, type }: HomeFile): string {
  return `files/${id}.${extensionOf(type)}`
}
