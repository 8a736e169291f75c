import { ApiProblem } from '../../api.ts'
import { sendFile } from '../photos/send-file.ts'
import { doorOf } from '../photos/upload-door.ts'
import { changeWaiting } from './waiting-store.ts'
import type { Waiting } from './waiting.ts'

/** Goes on where an earlier try stopped; an upload that waited for too long begins anew. */
export async function sendPhoto(waiting: Waiting, index: number): Promise<Waiting | undefined> {
  const photo = waiting.photos[index]
  if (photo === undefined) return waiting
  const note = (change: { uploadId?: string; fileId?: string }) =>
    changeWaiting(waiting.number, (now) => ({ ...now, photos: now.photos.with(index, { ...photo, ...change }) }))
  const sendFrom = (uploadId: string | undefined) =>
    sendFile({
      file: photo.file,
      door: doorOf(waiting.task.residenceId),
      uploadId,
      signal: new AbortController().signal,
      onBegun: (begun) => void note({ uploadId: begun }),
      onProgress: () => undefined
    })
  try {
    return await note({ fileId: await sendFrom(photo.uploadId) })
  } catch (error) {
    const isForgotten = error instanceof ApiProblem && error.code === 'upload_not_found'
    if (!isForgotten || photo.uploadId === undefined) throw error
    return note({ fileId: await sendFrom(undefined) })
  }
}
