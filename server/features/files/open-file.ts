import type { getFile as route } from '#contract/files.ts'
import type { Input } from '#contract/route.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { Answer, file as fileAnswer } from '#server/platform/http/handle.ts'
import { findFile, type StoredFile } from './file-queries.ts'
import { savedName } from './file-rules.ts'
import type { FileServices } from './services.ts'
import { stored } from './stored.ts'

/**
 * Through this process and never by an address that opens it by itself: who may not read it any more cannot at the next
 * request. What a browser has kept is asked for again each time, and then costs no reading.
 */
export async function openFile(
  ctx: Ctx<User>,
  { files }: FileServices,
  { params, query: { size = 'full' }, ifNoneMatch }: Input<typeof route>
): Promise<Answer<never>> {
  const file = await findFile(ctx.db, ctx.actor.userId, params.fileId)
  if (!file || (size === 'thumbnail' && file.thumbnailKey === null)) throw new AppError('file_not_found')
  const etag = `"${file.digest.toString('base64url')}${size === 'full' ? '' : '-small'}"`
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, etag)) return new Answer<never>({ etag })
  return fileAnswer(await contentOf(files, file, size), etag)
}

async function contentOf(files: FileServices['files'], file: StoredFile, size: 'full' | 'thumbnail') {
  const { type, objectKey, thumbnailKey, createdAt } = file
  if (size === 'thumbnail' && thumbnailKey !== null)
    return {
      name: savedName('image/webp', createdAt),
      type: 'image/webp',
      bytes: await stored(files.read(thumbnailKey))
    } as const
  return { name: savedName(type, createdAt), type, bytes: await stored(files.read(objectKey)) }
}
