import { Readable, type PassThrough } from 'node:stream'
import { ZipFile } from 'yazl'

type Content = string | Uint8Array

/** A file of an archive, its content asked for when its turn comes; a path that ends with a slash is an empty folder. */
export type ZipEntry = {
  readonly path: string
  readonly content: () => AsyncIterable<Content> | Iterable<Content>
  /** Kept as it is: photos and papers do not get smaller. */
  readonly isDense?: boolean
}

/** The archive, made while it is read; it fails with what an entry throws. */
export function zip(entries: Iterable<ZipEntry>, at: Temporal.Instant): Readable {
  const file = new ZipFile()
  const output = file.outputStream as PassThrough // what yazl makes it
  const fail = (error: Error) => void output.destroy(error)
  file.on('error', fail)
  const mtime = new Date(at.epochMilliseconds)
  for (const { path, content, isDense = false } of entries) {
    if (path.endsWith('/')) file.addEmptyDirectory(path, { mtime })
    else {
      file.addReadStreamLazy(path, { mtime, compress: !isDense }, (give) =>
        give(null, Readable.from(content(), { objectMode: false }).on('error', fail))
      )
    }
  }
  file.end()
  return output
}
