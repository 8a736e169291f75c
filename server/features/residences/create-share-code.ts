import type {
  createShareCode as codeRoute,
  createShareFile as fileRoute,
  ShareCode,
  ShareFile
} from '#contract/residences.ts'
import { mayShare, type Role } from '#contract/roles.ts'
import type { Input, Output } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { requireRight } from './access.ts'
import { getMember } from './member-queries.ts'
import { viewResidence } from './residence-view.ts'
import { newShareCode, shareCodeHours } from './share-code.ts'
import { insertShareCode } from './share-code-queries.ts'

type Grant = { residenceId: string; role: Role; maxUses: number }

/** The code itself leaves in this answer and nowhere else. */
export function createShareCode(
  ctx: Ctx<User>,
  keyring: Keyring,
  { params, body }: Input<typeof codeRoute>
): Promise<Output<typeof codeRoute>> {
  return ctx.write((tx) => makeShareCode(tx, ctx, keyring, { ...params, role: body.role, maxUses: body.maxUses ?? 1 }))
}

/** A `.honeydue` file: a code for one use, and what its reader wants to know before using it. */
export function createShareFile(
  ctx: Ctx<User>,
  keyring: Keyring,
  { params, body }: Input<typeof fileRoute>
): Promise<ShareFile> {
  return ctx.write(async (tx) => {
    const { shareCode, code } = await makeShareCode(tx, ctx, keyring, { ...params, role: body.role, maxUses: 1 })
    const { residence } = await viewResidence(tx, ctx, params.residenceId)
    return {
      format: 'honeydue',
      version: 1,
      residence: residence.name,
      invitedBy: shareCode.createdBy ?? '',
      role: shareCode.role,
      code,
      expiresAt: shareCode.expiresAt
    }
  })
}

async function makeShareCode(
  tx: Tx,
  ctx: Ctx<User>,
  keyring: Keyring,
  grant: Grant
): Promise<{ shareCode: ShareCode; code: string }> {
  const { residenceId } = grant
  const maker = await requireRight(tx, ctx, residenceId, 'share.create')
  if (!mayShare(maker.role, grant.role)) throw new AppError('not_allowed')
  const { displayName } = await getMember(tx, residenceId, ctx.actor.userId)

  const code = newShareCode()
  const id = newId()
  const made = { digest: keyring.digest('share-code', code), keyId: keyring.activeKeyId }
  const row = { ...grant, id, ...made, createdBy: ctx.actor.userId, ...lifetime(ctx.now()) }
  const shareCode = await insertShareCode(tx, row)
  await audit(tx, ctx, { event: 'share_code.created', subjectId: id, residenceId })
  return { shareCode: { ...shareCode, createdBy: displayName }, code }
}

function lifetime(now: Temporal.Instant): { now: string; expiresAt: string } {
  return { now: now.toString(), expiresAt: now.add({ hours: shareCodeHours }).toString() }
}
