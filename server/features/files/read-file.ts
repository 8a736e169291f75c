import { StorageError, type FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { findFile } from './file-queries.ts'

/** What somebody may read of a file at this moment: undefined for what is not theirs (any more), or lost. */
export async function readFileOf(
  { db, actor }: Pick<Ctx<User>, 'db' | 'actor'>,
  storage: FileStorage,
  { fileId, size }: { fileId: string; size: 'full' | 'thumbnail' }
): Promise<Buffer | undefined> {
  const file = await findFile(db, actor.userId, fileId)
  const key = size === 'full' ? file?.objectKey : file?.thumbnailKey
  return key ? readUnlessLost(storage, key) : undefined
}

/** Undefined for an object that is not there; while the storage is down it throws, so that nothing is taken for lost then. */
export async function readUnlessLost(storage: FileStorage, key: string): Promise<Buffer | undefined> {
  try {
    return await storage.read(key)
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    await storage.check()
    return undefined
  }
}
