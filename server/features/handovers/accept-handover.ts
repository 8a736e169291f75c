import type { lookAtHandover as lookRoute, Keep } from '#contract/handovers.ts'
import type { Residence } from '#contract/residences.ts'
import type { Output } from '#contract/route.ts'
import { deleteIfUnattached, filesOfHome } from '#server/features/files/access.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { allowOneMinute, normalizeShareCode, viewResidence } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import * as queries from './handover-queries.ts'

/** A code that is wrong, used, expired or taken back is `handover_not_found` in every case. */
export function lookAtHandover(ctx: Ctx<User>, keyring: Keyring, typed: string): Promise<Output<typeof lookRoute>> {
  const digests = keyring.digests('share-code', normalizeShareCode(typed))
  return ctx.write(async (tx) => {
    const offer = await asSystem(tx, () => queries.findOffer(tx, digests, ctx.now().toString()))
    if (!offer) throw new AppError('handover_not_found')
    const { residenceId: _id, ...shown } = offer
    return shown
  })
}

/** All of it or nothing: in one transaction the home has another owner, and nobody of before sees it any more. */
export function acceptHandover(ctx: Ctx<User>, keyring: Keyring, typed: string): Promise<Residence> {
  const digests = keyring.digests('share-code', normalizeShareCode(typed))
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    await allowOneMinute(tx)
    const { residenceId, former } = await asSystem(tx, () => accept(tx, ctx, { digests, now }))
    await audit(
      tx,
      ctx,
      ...former.map((subjectId) => ({ event: 'member.handed_over', subjectId, residenceId }) as const),
      { event: 'handover.accepted', subjectId: residenceId, residenceId }
    )
    const { residence } = await viewResidence(tx, ctx, residenceId)
    return residence
  })
}

type Acceptance = { readonly digests: readonly Buffer[]; readonly now: string }

/** The residence is not theirs until then. */
async function accept(
  tx: Tx,
  ctx: Ctx<User>,
  { digests, now }: Acceptance
): Promise<{ residenceId: string; former: string[] }> {
  const { userId } = ctx.actor
  const offer = await queries.lockOffer(tx, digests, now)
  if (!offer) throw new AppError('handover_not_found')
  const { residenceId, keep } = offer
  const members = await queries.membersOf(tx, residenceId)
  if (members.get(userId) === 'owner') throw new AppError('already_owner')
  await requireRoom(tx, ctx, { of: 'residences', ownerId: userId })

  await leaveBehind(tx, residenceId, keep)
  await queries.passFiles(tx, residenceId, userId)
  await queries.deleteHandover(tx, residenceId)
  await queries.replaceMembers(tx, residenceId, { owner: userId, now })
  return { residenceId, former: [...members.keys()].filter((id) => id !== userId) }
}

/** What does not go along is deleted, files in the storage too. */
async function leaveBehind(tx: Tx, residenceId: string, keep: Keep): Promise<void> {
  await queries.clearReaders(tx, residenceId)
  if (keep.history) await queries.clearHistory(tx, residenceId, keep)
  else await queries.dropHistory(tx, residenceId)
  if (!keep.costs) await queries.dropEstimates(tx, residenceId)
  if (!keep.photos) await queries.dropPhotos(tx, residenceId)
  if (!keep.papers) await queries.dropPapers(tx, residenceId)
  const files = await filesOfHome(tx, residenceId)
  await deleteIfUnattached(
    tx,
    files.map(({ id }) => id)
  )
}
