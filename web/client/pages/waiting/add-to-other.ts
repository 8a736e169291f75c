import { addToCompletion, type Completion } from '#contract/completions.ts'
import { callAs } from '../../../api.ts'
import { waitingQueue } from '../../offline/complete.ts'
import { sendPhoto } from '../../offline/send-photo.ts'
import type { Waiting } from '../../offline/waiting.ts'

/** Puts the note and the photos to the completion that was quicker. With a key of its own, so that a lost answer adds nothing twice. */
export async function addToOther(waiting: Waiting, { id }: Completion): Promise<void> {
  let now: Waiting | undefined = waiting
  for (const [index, { fileId }] of waiting.photos.entries())
    if (fileId === undefined && now !== undefined) now = await sendPhoto(now, index)
  if (now === undefined) return
  const { notes } = now.input
  const photoIds = now.photos.flatMap(({ fileId }) => fileId ?? [])
  await callAs(`${now.id}-added`, addToCompletion, {
    params: { completionId: id },
    body: { photoIds, ...(typeof notes === 'string' && { notes }) }
  })
  await (await waitingQueue()).dropWaiting(now.number)
}
