import { audit } from '#server/platform/audit.ts'
import type { Ctx, Operator } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import { endCredentials } from '../credential-queries.ts'
import { deleteDevicesOf } from '../known-device-queries.ts'
import { deleteSessionsOf } from '../session-queries.ts'
import { setDisabled } from './operator-queries.ts'

/** `changed`: it was not so already. */
export type Changed = { readonly changed: boolean; readonly sessions: number }

/** Keeps an account and lets nobody into it: its sessions, known devices, and what was mailed and not used yet end. */
export function disableAccount(ctx: Ctx<Operator>, userId: string): Promise<Changed> {
  return ctx.write(async (tx) => {
    if (!(await setDisabled(tx, userId, ctx.now()))) return { changed: false, sessions: 0 }
    const sessions = await deleteSessionsOf(tx, userId)
    await deleteDevicesOf(tx, userId)
    await endCredentials(tx, userId, ctx.now())
    await audit(tx, ctx, { event: 'account.disabled', subjectId: userId })
    if (sessions > 0) await audit(tx, ctx, { event: 'session.ended', subjectId: userId })
    await enqueue(tx, 'accounts.mail-operator-notice', { userId, notice: 'disabled' })
    return { changed: true, sessions }
  })
}

/** Its owner signs in as before. */
export function enableAccount(ctx: Ctx<Operator>, userId: string): Promise<Changed> {
  return ctx.write(async (tx) => {
    const changed = await setDisabled(tx, userId, null)
    if (changed) {
      await audit(tx, ctx, { event: 'account.enabled', subjectId: userId })
      await enqueue(tx, 'accounts.mail-operator-notice', { userId, notice: 'enabled' })
    }
    return { changed, sessions: 0 }
  })
}
