import type { Residence } from '#contract/residences.ts'
import { mayShare } from '#contract/roles.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { insertMember, rolesIn } from './member-queries.ts'
import { viewResidence } from './residence-view.ts'
import { memberLimit } from './rules.ts'
import { normalizeShareCode } from './share-code.ts'
import { lockShareCode, spendShareCode } from './share-code-queries.ts'

/**
 * A code that is wrong, used, expired, revoked, of an archived residence, or made by somebody who could not make it any
 * more is `share_code_not_found` in every case. A refusal spends no use. The owners are told by mail.
 */
export function joinResidence(ctx: Ctx<User>, keyring: Keyring, typed: string): Promise<Residence> {
  const { userId } = ctx.actor
  const digests = keyring.digests('share-code', normalizeShareCode(typed))
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const { code, roles } = await asSystem(tx, () => join(tx, { userId, digests, now }))
    const { residenceId } = code
    await audit(
      tx,
      ctx,
      { event: 'member.joined', subjectId: userId, residenceId },
      { event: 'share_code.used', subjectId: code.id, residenceId }
    )
    for (const [ownerId] of [...roles].filter(([, held]) => held === 'owner')) {
      await enqueue(tx, 'residences.mail-joined', { residenceId, userId, ownerId })
    }
    const { residence } = await viewResidence(tx, ctx, residenceId)
    return residence
  })
}

/** The residence is not theirs until then. */
async function join(tx: Tx, { userId, digests, now }: { userId: string; digests: readonly Buffer[]; now: string }) {
  const code = await lockShareCode(tx, digests, now)
  if (!code || !mayShare(code.makerRole, code.role)) throw new AppError('share_code_not_found')
  const { residenceId, role } = code
  const roles = await rolesIn(tx, residenceId)
  if (roles.has(userId)) throw new AppError('already_member')
  if (roles.size >= memberLimit) throw new AppError('residence_full')

  await insertMember(tx, { residenceId, userId, role, now })
  await spendShareCode(tx, code.id)
  return { code, roles }
}
