import type { acceptWork as acceptRoute, GuestLink } from '#contract/guests.ts'
import type { Output } from '#contract/route.ts'
import type { Action } from '#contract/roles.ts'
import { keepInvoice } from '#server/features/documents/access.ts'
import { deleteIfUnattached } from '#server/features/files/access.ts'
import { refuseUnlessAllowed, type Membership } from '#server/features/residences/access.ts'
import { completeTask } from '#server/features/tasks/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { guestFiles } from './file-queries.ts'
import { within } from './guest.ts'
import { viewLinks, viewWork } from './link-view.ts'
import { closeLink, deleteLinks, endLink, lockLink, reopenLink, type StoredLink } from './queries.ts'

/** So long a guest has at least after their work was sent back. */
const daysAfterReturn = 3

/** The invoice becomes a paper. Of two who accept the same work, one completes the task; the other is told `guest_work_not_waiting`. */
export function acceptWork(
  ctx: Ctx<User>,
  linkId: string,
  { rating = null }: { rating?: number | null }
): Promise<Output<typeof acceptRoute>> {
  return ctx.write(async (tx) => {
    const link = await requireWaiting(tx, ctx, linkId)
    const { notes, photos, invoice } = await viewWork(tx, link)
    const photoIds = photos.map(({ fileId }) => fileId)
    const input = {
      kind: 'done',
      dueOn: link.dueOn,
      completionCount: link.completionCount,
      notes,
      photoIds,
      cost: invoice.cost,
      ...(link.contractorId !== null && { contractorId: link.contractorId }),
      rating
    } as const
    const { task, completion } = await completeTask(within(ctx, tx), link.taskId, input, photoIds)
    const kept = invoice.file && (await keepInvoice(tx, ctx, { task, completion, fileId: invoice.file.id }))

    await closeLink(tx, link.id)
    await audit(tx, ctx, { event: 'guest_link.accepted', subjectId: link.taskId, residenceId: link.residenceId })
    return { task, completion: { ...completion, invoice: kept } }
  })
}

/** With a word, and some time to go on. */
export function sendBackWork(ctx: Ctx<User>, linkId: string, word: string): Promise<GuestLink> {
  return ctx.write(async (tx) => {
    const link = await requireWaiting(tx, ctx, linkId)
    const until = ctx
      .now()
      .add({ hours: daysAfterReturn * 24 })
      .toString()
    await reopenLink(tx, link.id, { word, until })
    await audit(tx, ctx, { event: 'guest_link.sent_back', subjectId: link.taskId, residenceId: link.residenceId })
    const after = await lockLink(tx, ctx.actor.userId, link.id)
    const [view] = await viewLinks(tx, after ? [after] : [])
    if (!view) throw new AppError('guest_link_not_found')
    return view
  })
}

/** Nobody gets in by it any more, and what came through it goes, unless it was accepted. */
export function revokeGuestLink(ctx: Ctx<User>, linkId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const link = await requireLink(tx, ctx, { linkId, action: 'guest.invite' })
    if (link.state === 'accepted') await endLink(tx, link.id, ctx.now().toString())
    else await removeLinks(tx, [link.id])
    await audit(tx, ctx, { event: 'guest_link.revoked', subjectId: link.taskId, residenceId: link.residenceId })
    return undefined
  })
}

/** With the files that nothing else shows. */
export async function removeLinks(tx: Tx, linkIds: readonly string[]): Promise<void> {
  const files = await guestFiles(tx, linkIds)
  await deleteLinks(tx, linkIds)
  await deleteIfUnattached(
    tx,
    files.map(({ id }) => id)
  )
}

async function requireWaiting(tx: Tx, ctx: Ctx<User>, linkId: string): Promise<StoredLink> {
  const link = await requireLink(tx, ctx, { linkId, action: 'task.complete' })
  if (link.state !== 'waiting') throw new AppError('guest_work_not_waiting')
  return link
}

async function requireLink(
  tx: Tx,
  ctx: Ctx<User>,
  { linkId, action }: { linkId: string; action: Action }
): Promise<StoredLink & Membership> {
  const link = await lockLink(tx, ctx.actor.userId, linkId)
  if (!link) throw new AppError('guest_link_not_found')
  refuseUnlessAllowed(link, action)
  return link
}
