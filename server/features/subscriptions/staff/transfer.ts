import type { Transfer } from '#contract/staff.ts'
import { canonicalEmail } from '#server/features/accounts/access.ts'
import type { AuditEvent } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import { factsOf, lockPurchase, type Purchase } from '../intake/fact-queries.ts'
import { projectAnew } from '../intake/take-facts.ts'
import { endEpoch, openEpoch } from '../ownership/epoch-queries.ts'
import { lastBought } from '../ownership/owner-rules.ts'
import type { SubscriptionServices } from '../services.ts'
import { holdAccountOfEmail } from './account-queries.ts'
import { asStaff } from './as-staff.ts'
import * as queries from './transfer-queries.ts'
import { approvalHours, whyNotApproved, whyNotProposed } from './transfer-rules.ts'

/** One person says where a purchase shall go, and why. Nothing changes yet. */
export function proposeTransfer(
  ctx: Ctx<User>,
  purchaseId: string,
  { email, reason }: { email: string; reason: string }
): Promise<Transfer> {
  const by = ctx.actor.userId
  const now = ctx.now()
  return asStaff(ctx, async (tx) => {
    const purchase = await holdPurchase(tx, purchaseId, now)
    if (!purchase) throw new AppError('purchase_not_found')
    const receiver = await holdAccountOfEmail(tx, canonicalEmail(email))
    if (!receiver) throw new AppError('account_not_found')
    const standing = { owner: purchase.accountId, transferredAt: await queries.lastTransferred(tx, purchaseId) }

    const refusal = whyNotProposed(standing, { to: receiver.id, by, now })
    if (refusal) throw new AppError(refusal)

    const expiresAt = now.add({ hours: approvalHours }).toString()
    const proposed = { purchaseId, from: purchase.accountId, to: receiver.id, reason, by, expiresAt }
    const id = await queries.saveTransfer(tx, proposed, now.toString())
    if (id === undefined) throw new AppError('transfer_open')
    return told(await shown(tx, ctx, id), 'staff.transfer_proposed')
  })
}

/**
 * Another person says yes: the former owner's time ends and the new one's begins, what both may is right at once, and both are
 * told. Of several at once one does it. Every condition is asked anew.
 */
export function approveTransfer(ctx: Ctx<User>, services: SubscriptionServices, transferId: string): Promise<Transfer> {
  const by = ctx.actor.userId
  const now = ctx.now()
  return asStaff(ctx, async (tx) => {
    const { purchase, transfer } = await holdBoth(tx, transferId, now)
    const transferredAt = await queries.lastTransferred(tx, purchase.id)

    const refusal = whyNotApproved(transfer, { owner: purchase.accountId, transferredAt }, { by, now })
    if (refusal) throw new AppError(refusal)

    await queries.decideTransfer(tx, { transferId, by, outcome: 'done' }, now.toString())
    await giveTo(tx, ctx, services, { purchase, to: transfer.to })
    return told(await shown(tx, ctx, transferId), 'staff.transferred')
  })
}

/** Whoever proposed it withdraws it, anybody else of the staff refuses it; also when its time is over. */
export function endTransfer(ctx: Ctx<User>, transferId: string): Promise<Transfer> {
  const by = ctx.actor.userId
  const now = ctx.now()
  return asStaff(ctx, async (tx) => {
    const { transfer } = await holdBoth(tx, transferId, now)
    if (transfer.isDecided) throw new AppError('transfer_over')
    const outcome = transfer.proposedBy === by ? 'withdrawn' : 'refused'
    await queries.decideTransfer(tx, { transferId, by, outcome }, now.toString())
    return told(await shown(tx, ctx, transferId), 'staff.transfer_ended')
  })
}

async function giveTo(
  tx: Tx,
  ctx: Ctx,
  services: SubscriptionServices,
  { purchase, to }: { purchase: Purchase; to: string }
): Promise<void> {
  const now = ctx.now()
  const boughtMs = lastBought(await factsOf(tx, purchase.id))
  if (purchase.accountId !== null) await endEpoch(tx, purchase.id, 'staff', now.toString())
  await openEpoch(tx, purchase, { accountId: to, evidence: 'staff', boughtMs }, now.toString())
  await projectAnew(tx, ctx, services, { keys: [purchase], cause: 'transferred' })
  await raiseAlert(tx, { kind: 'transferred', about: purchase.id, purchaseId: purchase.id }, now)
  const { store, accountId: formerId } = purchase
  const about = { store, wasNobodys: formerId === null }
  await enqueue(tx, 'subscriptions.mail-transferred', { userId: to, side: 'received', ...about })
  if (formerId !== null)
    await enqueue(tx, 'subscriptions.mail-transferred', { userId: formerId, side: 'given', ...about })
}

/** The purchase first, as everybody does who changes what it is. */
async function holdBoth(tx: Tx, transferId: string, now: Temporal.Instant) {
  const purchaseId = await queries.purchaseOfTransfer(tx, transferId)
  const purchase = purchaseId === undefined ? undefined : await holdPurchase(tx, purchaseId, now)
  const transfer = purchase && (await queries.holdTransfer(tx, transferId))
  if (!transfer) throw new AppError('transfer_not_found')
  return { purchase, transfer }
}

async function holdPurchase(tx: Tx, purchaseId: string, now: Temporal.Instant): Promise<Purchase | undefined> {
  const key = await queries.keyOfPurchase(tx, purchaseId)
  return key && (await lockPurchase(tx, key, now.toString()))
}

async function shown(tx: Tx, ctx: Ctx<User>, transferId: string): Promise<Transfer> {
  const transfer = await queries.transferById(tx, transferId, { reader: ctx.actor.userId, now: ctx.now() })
  if (!transfer) throw new Error('a transfer that is held is gone')
  return transfer
}

/** Written down for both accounts. */
function told(transfer: Transfer, event: AuditEvent['event']) {
  const people = [transfer.from?.id, transfer.to.id].filter((id) => id !== undefined)
  return { reply: transfer, events: people.map((subjectId) => ({ event, subjectId })) }
}
