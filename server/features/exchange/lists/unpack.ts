import { fromBufferPromise, type Entry as ZipEntry, type ZipFile } from 'yauzl'
import { AppError } from '#server/platform/errors.ts'

export type Unpacked = { readonly name: string; readonly bytes: Buffer }

/** What an archive may hold at most, so that a small one cannot become a large one. */
const limits = { files: 500, bytes: 25 * 1024 * 1024 }

export function isArchive(bytes: Buffer): boolean {
  return bytes.subarray(0, 4).equals(Buffer.from('PK\x03\x04', 'latin1'))
}

/** The lists in an archive: CSV, iCalendar and JSON, whatever else is beside them. Throws `list_archive_refused`. */
export async function unpack(bytes: Buffer): Promise<Unpacked[]> {
  try {
    return await listsIn(await fromBufferPromise(bytes, { lazyEntries: true }))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('list_archive_refused') // damaged, encrypted, or not as large as it says
  }
}

async function listsIn(archive: ZipFile): Promise<Unpacked[]> {
  if (archive.entryCount > limits.files) throw new AppError('list_archive_refused')
  const found: Unpacked[] = []
  let size = 0
  for await (const entry of archive.eachEntry()) {
    if (!/\.(csv|tsv|ics|json)$/i.test(entry.fileName)) continue
    size += entry.uncompressedSize
    if (size > limits.bytes) throw new AppError('list_archive_refused')
    found.push({ name: entry.fileName, bytes: await contentOf(archive, entry) })
  }
  return found
}

/** No longer than the entry says it is: the reader stops there with an error. */
async function contentOf(archive: ZipFile, entry: ZipEntry): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
