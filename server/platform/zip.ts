import { Readable, type PassThrough } from 'node:stream'
import { ZipFile } from 'yazl'

/** A file of an archive, its content asked for when its turn comes; a path that ends with a slash is an empty folder. */
export type ZipEntry = { readonly path: string; readonly content: () => AsyncIterable<string> | Iterable<string> }

/** The archive, or undefined when it would be larger than `limitBytes`; what an entry throws is thrown. */
export async function zip(
  entries: Iterable<ZipEntry>,
  { at, limitBytes }: { at: Temporal.Instant; limitBytes: number }
): Promise<Buffer | undefined> {
  const file = new ZipFile()
  const output = file.outputStream as PassThrough // what yazl makes it
  const fail = (error: Error) => void output.destroy(error)
  file.on('error', fail)
  const mtime = new Date(at.epochMilliseconds)
  for (const { path, content } of entries) {
    if (path.endsWith('/')) file.addEmptyDirectory(path, { mtime })
    else {
      file.addReadStreamLazy(path, { mtime }, (give) =>
        give(null, Readable.from(content(), { objectMode: false }).on('error', fail))
      )
    }
  }
  file.end()
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of output as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limitBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
