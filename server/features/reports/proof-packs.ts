import type {
  downloadProofPack as downloadRoute,
  ProofPack,
  requestProofPack as requestRoute
} from '#contract/proof-packs.ts'
import type { Input } from '#contract/route.ts'
import { refuseForeign } from '#server/features/assets/access.ts'
import { sendArchive } from '#server/features/files/access.ts'
import { lockMembership, requireMember } from '#server/features/residences/access.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Answer } from '#server/platform/http/handle.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { proofPackOf, saveProofPack } from './proof-queries.ts'

/** How long a pack waits to be downloaded. */
const packHours = 24

export function requestProofPack(
  ctx: Ctx<User>,
  { params: { residenceId }, body }: Input<typeof requestRoute>
): Promise<ProofPack> {
  const { from, to } = body
  if (to < from) throw new AppError('invalid_input', { fields: [{ in: 'body', path: '/to', reason: 'before_from' }] })
  const { userId } = ctx.actor
  const requestedAt = ctx.now().toString()
  const expiresAt = ctx.now().add({ hours: packHours }).toString()

  return ctx.write(async (tx) => {
    await lockMembership(tx, ctx, residenceId)
    await refuseForeign(tx, residenceId, [{ path: '', assetId: body.assetId }])
    const id = newId()
    await saveProofPack(tx, { id, userId, residenceId, asked: body, now: requestedAt, expiresAt })
    await audit(tx, ctx, { event: 'proof_pack.requested', subjectId: userId, residenceId })
    await enqueue(tx, 'reports.make-proof-pack', { proofPackId: id })
    return { id, state: 'waiting', from, to, bytes: null, requestedAt, expiresAt }
  })
}

export async function getProofPack(ctx: Ctx<User>, residenceId: string): Promise<{ proofPack: ProofPack | null }> {
  await requireMember(ctx, residenceId)
  const { userId } = ctx.actor
  return { proofPack: (await proofPackOf(ctx.db, { userId, residenceId }, ctx.now().toString())) ?? null }
}

export async function downloadProofPack(
  ctx: Ctx<User>,
  files: FileStorage,
  { params: { residenceId } }: Input<typeof downloadRoute>
): Promise<Answer<never>> {
  const { userId } = ctx.actor
  const { proofPack } = await getProofPack(ctx, residenceId)
  const archive =
    proofPack?.state === 'ready' &&
    (await sendArchive(ctx, files, { id: proofPack.id, userId, name: `honeydue-proof-${proofPack.to}.zip` }))
  if (!archive) throw new AppError('proof_pack_not_ready')
  return archive
}
