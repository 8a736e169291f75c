import type { Readable } from 'node:stream'
import { newKey, type FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { streamed, type Answer } from '#server/platform/http/handle.ts'
import * as queries from './archive-queries.ts'
import { announceObjects, forgetObjects } from './file-queries.ts'
import { patience } from './file-rules.ts'
import { stored } from './stored.ts'

/** What of an archive is in the memory at a time. */
const partBytes = 8 * 1024 ** 2

type Given = {
  readonly id: string
  readonly userId: string
  readonly content: Readable
  readonly limitBytes: number
}

/**
 * Keeps what `content` gives as the archive of that id (`saveArchive`), a part at a time, and gives back its bytes; undefined
 * when it is larger than `limitBytes`. A run that fails leaves parts, with which the next one does away. Throws StorageError.
 */
export async function keepArchive(
  ctx: Ctx<Job>,
  files: FileStorage,
  { id, userId, content, limitBytes }: Given
): Promise<number | undefined> {
  await ctx.write((tx) => queries.deleteParts(tx, id))
  let bytes = 0
  let position = 0
  for await (const part of partsOf(content)) {
    bytes += part.length
    if (bytes > limitBytes) {
      await ctx.write((tx) => queries.deleteParts(tx, id))
      return undefined
    }
    const key = newKey()
    const keptUntil = ctx.now().add({ minutes: patience.finishMinutes }).toString()
    await ctx.write((tx) => announceObjects(tx, [key], { userId, keptUntil }))
    await files.put(key, part)
    await ctx.write(async (tx) => {
      await queries.savePart(tx, { archiveId: id, position, key })
      await forgetObjects(tx, [key])
    })
    position += 1
  }
  return bytes
}

async function* partsOf(content: Readable): AsyncIterable<Buffer> {
  let chunks: Buffer[] = []
  let size = 0
  for await (let chunk of content as AsyncIterable<Buffer>) {
    while (size + chunk.length >= partBytes) {
      yield Buffer.concat([...chunks, chunk.subarray(0, partBytes - size)])
      chunk = chunk.subarray(partBytes - size)
      chunks = []
      size = 0
    }
    chunks.push(chunk)
    size += chunk.length
  }
  if (size > 0) yield Buffer.concat(chunks)
}

/** The person's whole archive, to be saved; undefined when there is none (any more). Throws `storage_unavailable`. */
export async function sendArchive(
  { db, now }: Pick<Ctx, 'db' | 'now'>,
  files: FileStorage,
  { id, userId, name }: { id: string; userId: string; name: string }
): Promise<Answer<never> | undefined> {
  const archive = await queries.findArchive(db, { id, userId, now: now().toString() })
  const [first, ...rest] = archive?.keys ?? []
  if (!archive || first === undefined) return undefined
  // asked for before anything is said: afterwards a storage that is down can only break the line
  const start = await stored(files.read(first))
  return streamed({ name, type: 'application/zip' }, archive.bytes, readParts(files, start, rest))
}

async function* readParts(files: FileStorage, start: Buffer, keys: readonly string[]): AsyncIterable<Buffer> {
  yield start
  for (const key of keys) yield await files.read(key)
}
