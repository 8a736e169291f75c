import type { Me } from '#contract/accounts.ts'
import { audit } from '#server/platform/audit.ts'
import type { Anonymous, Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import {
  addressOf,
  deleteAddressProof,
  holdAddressProof,
  replaceAddress,
  saveAddressProof,
  type AddressProof
} from './address-queries.ts'
import { consumeCredential, endCredential, endCredentials, tryCode } from './credential-queries.ts'
import { addressCodeText } from './mailed-secrets.ts'
import { addressProofMinutes, canonicalEmail } from './rules.ts'
import { deleteDevicesOf } from './known-device-queries.ts'
import { shownMe } from './shown-me.ts'
import { deleteSessionsOf } from './session-queries.ts'

import { claimAddress } from './federation/claim-address.ts'

/**
 * Notes the address that somebody wants; jobs mail the code to it and a notice to the present one. Whether it has an
 * account is looked up there, so nothing in this answer tells.
 */
export async function changeAddress(ctx: Ctx<User>, email: string): Promise<AddressProof> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    const pending = await awaitProof(tx, ctx, userId, canonicalEmail(email))
    await audit(tx, ctx, { event: 'address.change_requested', subjectId: userId })
    await enqueue(tx, 'accounts.mail-address-notice', { userId })
    return pending
  })
}

/** Has a code mailed to the address, for this person; a former code ends at once. */
export async function awaitProof(tx: Tx, ctx: Pick<Ctx, 'now'>, userId: string, email: string): Promise<AddressProof> {
  const pending = { email, expiresAt: ctx.now().add({ minutes: addressProofMinutes }).toString() }
  await endCredential(tx, { purpose: 'change_email', subjectId: userId }, ctx.now())
  await saveAddressProof(tx, userId, pending, ctx.now())
  await enqueue(tx, 'accounts.mail-address-code', { userId })
  return pending
}

/** For the address that waits, or one's own when that is not proved yet; with neither there is nothing to mail. */
export async function resendAddressCode(ctx: Ctx<User>): Promise<undefined> {
  const { userId } = ctx.actor
  await ctx.write(async (tx) => {
    const { email, verified, pending } = await addressOf(tx, userId, ctx.now())
    if (verified && !pending) return
    await awaitProof(tx, ctx, userId, pending?.email ?? email)
    await audit(tx, ctx, { event: 'address.code_requested', subjectId: userId })
  })
}

/** A wrong code commits its lost try. The former address hears of a change; whatever was mailed before ends. */
export async function proveAddress(ctx: Ctx<User>, keyring: Keyring, code: string): Promise<Me> {
  const { userId } = ctx.actor
  const proved = await ctx.write(async (tx) => {
    const pending = await holdAddressProof(tx, userId, ctx.now())
    const digests = keyring.digests('mailed-code', addressCodeText(userId, pending?.email ?? '', code))
    const right = await tryCode(tx, { purpose: 'change_email', subjectId: userId, digests }, ctx.now())
    if (!pending || !right) {
      await audit(tx, ctx, { event: 'address.proof_refused', subjectId: userId })
      return null
    }
    return setAddress(tx, ctx, pending.email)
  })
  if (!proved) throw new AppError('code_not_accepted')
  return proved
}

async function setAddress(tx: Tx, ctx: Ctx<User>, email: string): Promise<Me> {
  const { userId } = ctx.actor
  const former = await addressOf(tx, userId, ctx.now())
  await asSystem(tx, () => claimAddress(tx, email, userId)) // what others prepared is theirs
  const me = shownMe(ctx, await replaceAddress(tx, userId, email, ctx.now()))
  await deleteAddressProof(tx, userId)
  await endCredentials(tx, userId, ctx.now())
  if (former.email === email) {
    await audit(tx, ctx, { event: 'address.proved', subjectId: userId })
    return me
  }
  await audit(tx, ctx, { event: 'address.changed', subjectId: userId })
  for (const to of [former.email, email]) await enqueue(tx, 'accounts.mail-address-changed', { userId, to })
  await enqueue(tx, 'subscriptions.tell-stripe-address', { userId })
  return me
}

/** Gives up a change that waits. One's own address that waits for its proof goes on waiting for a new code. */
export async function cancelAddressChange(ctx: Ctx<User>): Promise<undefined> {
  const { userId } = ctx.actor
  await ctx.write(async (tx) => {
    if (await endChange(tx, ctx, userId)) await audit(tx, ctx, { event: 'address.change_cancelled', subjectId: userId })
  })
}

/** By the link in the notice. Whoever asked for the change was signed in, so every session ends with it and no device is known. */
export async function stopAddressChange(ctx: Ctx<Anonymous>, keyring: Keyring, token: string): Promise<undefined> {
  const link = { purpose: 'stop_email_change', digests: keyring.digests('mailed-link', token) } as const
  const stopped = await ctx.write(async (tx) => {
    const userId = (await consumeCredential(tx, link, ctx.now()))?.subjectId ?? null
    if (userId === null || !(await endChange(tx, ctx, userId))) {
      await audit(tx, ctx, { event: 'address.stop_refused', subjectId: userId })
      return false
    }
    await deleteSessionsOf(tx, userId)
    await deleteDevicesOf(tx, userId)
    await audit(
      tx,
      ctx,
      { event: 'address.change_stopped', subjectId: userId },
      { event: 'session.ended', subjectId: userId }
    )
    return true
  })
  if (!stopped) throw new AppError('stop_link_not_accepted')
}

/** False when nothing waits any more. */
async function endChange(tx: Tx, ctx: Pick<Ctx, 'now'>, userId: string): Promise<boolean> {
  const ended = await deleteAddressProof(tx, userId)
  for (const purpose of ['change_email', 'stop_email_change'] as const)
    await endCredential(tx, { purpose, subjectId: userId }, ctx.now())
  return ended
}
