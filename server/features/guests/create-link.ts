import { guestLimits, type createGuestLink as route } from '#contract/guests.ts'
import type { Input, Output } from '#contract/route.ts'
import { requireContractor } from '#server/features/contractors/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { findTask } from '#server/features/tasks/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { newGuestSecret } from './guest-secret.ts'
import { viewLinks } from './link-view.ts'
import { insertLink, lockLink } from './queries.ts'

/** The secret itself leaves in this answer and nowhere else. */
export function createGuestLink(
  ctx: Ctx<User>,
  keyring: Keyring,
  { params, body }: Input<typeof route>
): Promise<Output<typeof route>> {
  const { userId } = ctx.actor
  const { days = guestLimits.days, address, showsPhotos } = body
  const now = ctx.now()
  return ctx.write(async (tx) => {
    const found = await findTask(tx, userId, params.taskId)
    if (!found) throw new AppError('task_not_found')
    const { task, member } = found
    refuseUnlessAllowed(member, 'guest.invite')
    if (task.state === 'off_board' || task.state === 'completed') throw new AppError('task_not_open')
    const contractor = await requireContractor(tx, task.residenceId, body.contractorId)

    const secret = newGuestSecret()
    const id = newId()
    await insertLink(tx, {
      id,
      residenceId: task.residenceId,
      taskId: task.id,
      makerId: userId,
      digest: keyring.digest('guest-link', secret),
      keyId: keyring.activeKeyId,
      contractor,
      address,
      showsPhotos,
      now: now.toString(),
      expiresAt: now.add({ hours: days * 24 }).toString()
    })
    await audit(tx, ctx, { event: 'guest_link.created', subjectId: task.id, residenceId: task.residenceId })
    const stored = await lockLink(tx, userId, id)
    const [link] = await viewLinks(tx, stored ? [stored] : [])
    if (!link) throw new AppError('task_not_found')
    return { link, secret }
  })
}
