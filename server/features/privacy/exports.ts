import type {
  downloadExport as downloadRoute,
  createExportLink as linkRoute,
  PersonalExport
} from '#contract/privacy.ts'
import type { Input, Output } from '#contract/route.ts'
import { consumeCredential, mintLinkToken, saveCredential } from '#server/features/accounts/access.ts'
import { sendArchive } from '#server/features/files/access.ts'
import { homesOf } from '#server/features/residences/access.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Answer } from '#server/platform/http/handle.ts'
import { newId } from '#server/platform/ids.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { exportOf, saveExport } from './queries.ts'
import { downloadMinutes, exportHours } from './rules.ts'

export function requestExport(ctx: Ctx<User>): Promise<PersonalExport> {
  const { userId } = ctx.actor
  const requestedAt = ctx.now().toString()
  const expiresAt = ctx.now().add({ hours: exportHours }).toString()

  return ctx.write(async (tx) => {
    const id = newId()
    const { length: homesTotal } = await homesOf(tx, userId)
    await saveExport(tx, { id, userId, homesTotal, requestedAt, expiresAt })
    await audit(tx, ctx, { event: 'export.requested', subjectId: userId })
    await enqueue(tx, 'privacy.make-export', { exportId: id })
    return { id, state: 'waiting', homesDone: 0, homesTotal, bytes: null, requestedAt, expiresAt }
  })
}

/** A new link ends the one before. It works in the session that asked for it only. */
export function createExportLink(ctx: Ctx<User>, keyring: Keyring): Promise<Output<typeof linkRoute>> {
  const { userId, sessionId } = ctx.actor
  const expiresAt = ctx.now().add({ minutes: downloadMinutes })
  const token = mintLinkToken()

  return ctx.write(async (tx) => {
    const made = await exportOf(tx, userId, ctx.now())
    if (made?.state !== 'ready') throw new AppError('export_not_ready')
    const credential = {
      purpose: 'download_export',
      subjectId: userId,
      digest: keyring.digest('download-link', token),
      boundDigest: keyring.digest('download-link', sessionId),
      keyId: keyring.activeKeyId,
      attempts: 1,
      expiresAt
    } as const
    await saveCredential(tx, credential, ctx.now())
    return { token, expiresAt: expiresAt.toString() }
  })
}

export async function downloadExport(
  ctx: Ctx<User>,
  { keyring, files }: { keyring: Keyring; files: FileStorage },
  { body }: Input<typeof downloadRoute>
): Promise<Answer<never>> {
  const { userId, sessionId } = ctx.actor
  const given = {
    purpose: 'download_export',
    digests: keyring.digests('download-link', body.token),
    boundDigests: keyring.digests('download-link', sessionId)
  } as const
  await ctx.write(async (tx) => {
    const consumed = await consumeCredential(tx, given, ctx.now())
    if (consumed?.subjectId !== userId) throw new AppError('download_not_accepted')
    await audit(tx, ctx, { event: 'export.downloaded', subjectId: userId })
  })
  const made = await exportOf(ctx.db, userId, ctx.now())
  const archive = made && (await sendArchive(ctx, files, { id: made.id, userId, name: 'honeydue.zip' }))
  if (!archive) throw new AppError('download_not_accepted')
  return archive
}
