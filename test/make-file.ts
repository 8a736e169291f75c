import { createHash } from 'node:crypto'
import type { File } from '#contract/files.ts'
import { saveFile } from '#server/features/files/file-queries.ts'
import { reserveRoom } from '#server/features/files/upload-queries.ts'
import { newKey } from '#server/gateways/files/file-storage.ts'
import { newId } from '#server/platform/ids.ts'
import { transact } from '#server/platform/transaction.ts'
import type { Person, TestApp } from './harness.ts'

/** A picture of a home as an upload leaves it, without the work of drawing one: its bytes are `content`. */
export async function makeFile(
  app: TestApp,
  { userId }: Pick<Person, 'userId'>,
  residenceId: string,
  content = 'a picture'
): Promise<File> {
  const [objectKey, thumbnailKey] = [newKey(), newKey()]
  const bytes = Buffer.from(content)
  await app.files.put(objectKey, bytes)
  await app.files.put(thumbnailKey, thumbnail)
  const storedBytes = bytes.length + thumbnail.length
  const room = { bytes: storedBytes, as: 'stored', limits: { homeBytes: 1e9, personBytes: 1e9 } } as const
  return transact(app.db, async (tx) => {
    await reserveRoom(tx, { residenceId, ownerId: userId }, room)
    return saveFile(tx, {
      id: newId(),
      residenceId,
      ownerId: userId,
      type: 'image/jpeg',
      name: null,
      bytes: bytes.length,
      storedBytes,
      digest: createHash('sha256').update(bytes).digest(),
      width: 4,
      height: 3,
      objectKey,
      thumbnailKey,
      createdAt: app.clock.now().toString()
    })
  })
}

const thumbnail = Buffer.from('its thumbnail')
