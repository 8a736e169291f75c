import type { Handover, offerHandover as route } from '#contract/handovers.ts'
import type { Input, Output } from '#contract/route.ts'
import { newShareCode, requireMember, requireRight } from '#server/features/residences/access.ts'
import { can } from '#contract/roles.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { deleteHandover, handoverOf, saveHandover } from './handover-queries.ts'

/** As long as an invitation. */
const offerHours = 7 * 24

/** The code itself leaves in this answer and nowhere else. */
export function offerHandover(
  ctx: Ctx<User>,
  keyring: Keyring,
  { params: { residenceId }, body: { keep } }: Input<typeof route>
): Promise<Output<typeof route>> {
  const createdAt = ctx.now().toString()
  const expiresAt = ctx.now().add({ hours: offerHours }).toString()

  return ctx.write(async (tx) => {
    const { archivedAt } = await requireRight(tx, ctx, residenceId, 'ownership.transfer')
    if (archivedAt !== null) throw new AppError('residence_archived')
    const code = newShareCode()
    const digest = keyring.digest('share-code', code)
    await saveHandover(tx, { residenceId, digest, keep, createdBy: ctx.actor.userId, createdAt, expiresAt })
    await audit(tx, ctx, { event: 'handover.offered', subjectId: residenceId, residenceId })
    return { handover: { keep, createdAt, expiresAt }, code }
  })
}

export async function getHandover(ctx: Ctx<User>, residenceId: string): Promise<{ handover: Handover | null }> {
  const { role } = await requireMember(ctx, residenceId)
  if (!can(role, 'ownership.transfer')) throw new AppError('not_allowed')
  return { handover: (await handoverOf(ctx.db, residenceId, ctx.now().toString())) ?? null }
}

export function cancelHandover(ctx: Ctx<User>, residenceId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    await requireRight(tx, ctx, residenceId, 'ownership.transfer')
    if (!(await deleteHandover(tx, residenceId))) throw new AppError('handover_not_found')
    await audit(tx, ctx, { event: 'handover.cancelled', subjectId: residenceId, residenceId })
    return undefined
  })
}
