import type { finishGuestJob as doneRoute, GuestJob, ShownAddress } from '#contract/guests.ts'
import type { Input } from '#contract/route.ts'
import type { ChecklistItem } from '#contract/tasks.ts'
import { deleteIfUnattached } from '#server/features/files/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { guestFiles, letGo, photosOfTask, type GuestFile } from './file-queries.ts'
import { lockOpenLink, requireGuest } from './guest.ts'
import { viewWork } from './link-view.ts'
import { jobFacts, saveWork, type JobFacts, type StoredLink } from './queries.ts'

/** The one job of the link and nothing else of the home. */
export async function getGuestJob(ctx: Ctx<Anonymous>): Promise<GuestJob> {
  return viewJob(ctx.db, await requireGuest(ctx))
}

/** Of two who say so at once, one does; what was sent and is not named is let go. A member is told. */
export function finishGuestJob(ctx: Ctx<Anonymous>, { body }: Input<typeof doneRoute>): Promise<GuestJob> {
  const { notes = null, photoIds, invoiceId = null, cost = null } = body
  return ctx.write(async (tx) => {
    const link = await lockOpenLink(tx, ctx)
    const files = await guestFiles(tx, [link.id])
    const [photos, invoice] = [photoIds.map((id) => id.toLowerCase()), invoiceId?.toLowerCase() ?? null]
    refuseUnlessPictures(files, photos)
    if (invoice !== null && !files.some(({ id }) => id === invoice)) throw new AppError('file_not_found')

    await saveWork(tx, link.id, { notes, photoIds: photos, invoiceId: invoice, cost }, ctx.now().toString())
    await letGo(tx, link.id, [...photos, ...(invoice === null ? [] : [invoice])])
    await deleteIfUnattached(
      tx,
      files.map(({ id }) => id)
    )
    await audit(tx, ctx, { event: 'guest_link.done', subjectId: link.taskId, residenceId: link.residenceId })
    await enqueue(tx, 'guests.mail-done', { linkId: link.id })
    return viewJob(tx, await requireGuest({ ...ctx, db: tx }))
  })
}

function refuseUnlessPictures(files: readonly GuestFile[], photoIds: readonly string[]): void {
  const pictures = new Set(files.flatMap(({ id, width }) => (width === null ? [] : [id])))
  if (photoIds.some((id) => !pictures.has(id))) throw new AppError('photo_not_usable')
}

async function viewJob(db: Db, link: StoredLink): Promise<GuestJob> {
  const facts = await jobFacts(db, link.taskId)
  return {
    state: link.state,
    title: link.taskTitle,
    notes: facts.notes,
    checklist: facts.checklist as ChecklistItem[], // only validated ones are written
    dueOn: link.dueOn,
    address: addressOf(facts, link.address),
    photos: link.showsPhotos ? await photosOfTask(db, link.taskId) : [],
    country: link.address === 'none' ? null : facts.country,
    expiresAt: link.expiresAt,
    word: link.word,
    work: await viewWork(db, link)
  }
}

function addressOf({ street, postalCode, city, region }: JobFacts, shown: ShownAddress): string[] {
  if (shown === 'none') return []
  const town = [shown === 'full' ? postalCode : null, city].filter((part) => part !== null).join(' ')
  return [shown === 'full' ? street : null, town, region].filter((line) => line !== null && line !== '') as string[] // none is null
}
