import { sql } from 'kysely'
import type { Transfer } from '#contract/staff.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { PurchaseKey } from '../facts.ts'
import { maskEmail } from './mask-email.ts'
import { whyNotApproved, type Proposal } from './transfer-rules.ts'

/** Who looks, and when: whether it is theirs, and whether they may approve it, follows from that. `reader` undefined: nobody of the staff. */
type Reading = { readonly reader: string | undefined; readonly now: Temporal.Instant }

function transfers(tx: Tx) {
  return tx
    .selectFrom('purchase_transfers as transfer')
    .innerJoin('store_purchases as purchase', 'purchase.id', 'transfer.purchase_id')
    .innerJoin('users as receiver', 'receiver.id', 'transfer.to_account_id')
    .leftJoin('users as former', 'former.id', 'transfer.from_account_id')
    .leftJoin('users as proposer', 'proposer.id', 'transfer.proposed_by')
    .leftJoin('users as decider', 'decider.id', 'transfer.decided_by')
    .select([
      'transfer.id',
      'purchase_id as purchaseId',
      'from_account_id as fromId',
      'former.email as fromEmail',
      'to_account_id as toId',
      'receiver.email as toEmail',
      'reason',
      'proposed_by as proposerId',
      'proposer.display_name as proposedBy',
      'proposed_at as proposedAt',
      'expires_at as expiresAt',
      'decided_by as deciderId',
      'decider.display_name as decidedBy',
      'decided_at as decidedAt',
      'outcome',
      'purchase.account_id as owner'
    ])
}
type Row = Awaited<ReturnType<ReturnType<typeof transfers>['executeTakeFirstOrThrow']>>

function shown(row: Row, { reader, now }: Reading): Transfer {
  const { fromId, fromEmail, toId, toEmail, proposerId, deciderId, owner, ...rest } = row
  const expiresAt = Temporal.Instant.from(row.expiresAt)
  const proposal = { proposedBy: proposerId, from: fromId, to: toId, expiresAt, isDecided: row.outcome !== null }
  return {
    ...rest,
    from: fromId === null ? null : { id: fromId, email: fromEmail === null ? '' : maskEmail(fromEmail) },
    to: { id: toId, email: maskEmail(toEmail) },
    outcome: outcomeOf({ ...rest, deciderId }, now),
    isMine: reader !== undefined && reader === proposerId,
    mayApprove:
      reader !== undefined &&
      whyNotApproved(proposal, { owner, transferredAt: undefined }, { by: reader, now }) === undefined
  }
}

/** What only made room for another proposal was withdrawn by nobody: its time was over. */
function outcomeOf(
  { outcome, deciderId, decidedAt, expiresAt }: Pick<Row, 'outcome' | 'deciderId' | 'decidedAt' | 'expiresAt'>,
  now: Temporal.Instant
): Transfer['outcome'] {
  const isLate = (at: Temporal.Instant) => Temporal.Instant.compare(at, Temporal.Instant.from(expiresAt)) >= 0
  if (outcome === null) return isLate(now) ? 'expired' : 'open'
  if (deciderId === null && decidedAt !== null && isLate(Temporal.Instant.from(decidedAt))) return 'expired'
  return outcome as Transfer['outcome'] // the check of the table
}

/** Of a purchase, the newest first. */
export async function transfersOf(
  tx: Tx,
  { purchaseId, ...reading }: Reading & { purchaseId: string }
): Promise<Transfer[]> {
  const rows = await transfers(tx)
    .where('purchase_id', '=', purchaseId)
    .orderBy('proposed_at', 'desc')
    .orderBy('transfer.id', 'desc')
    .limit(100)
    .execute()
  return rows.map((row) => shown(row, reading))
}

/** Those that wait for approval, the oldest first, after the one of this moment and id. */
export async function openTransfers(
  tx: Tx,
  { after, limit, ...reading }: Reading & { after: readonly [at: string, id: string] | undefined; limit: number }
): Promise<Transfer[]> {
  const rows = await transfers(tx)
    .where('outcome', 'is', null)
    .where('expires_at', '>', reading.now.toString())
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(proposed_at, transfer.id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`)
    )
    .orderBy('proposed_at')
    .orderBy('transfer.id')
    .limit(limit)
    .execute()
  return rows.map((row) => shown(row, reading))
}

export async function transferById(tx: Tx, transferId: string, reading: Reading): Promise<Transfer | undefined> {
  const row = await transfers(tx).where('transfer.id', '=', transferId).executeTakeFirst()
  return row && shown(row, reading)
}

/** The key of a purchase, by which it is locked. */
export async function keyOfPurchase(tx: Tx, purchaseId: string): Promise<PurchaseKey | undefined> {
  const row = await tx
    .selectFrom('store_purchases')
    .select(['store', 'environment', 'key'])
    .where('id', '=', purchaseId)
    .executeTakeFirst()
  return row as PurchaseKey | undefined // both words are checked by the table
}

export async function lastTransferred(tx: Tx, purchaseId: string): Promise<Temporal.Instant | undefined> {
  const row = await tx
    .selectFrom('purchase_transfers')
    .select((eb) => eb.fn.max('decided_at').as('at'))
    .where('purchase_id', '=', purchaseId)
    .where('outcome', '=', 'done')
    .executeTakeFirst()
  return row?.at ? Temporal.Instant.from(row.at) : undefined
}

export type NewTransfer = {
  readonly purchaseId: string
  readonly from: string | null
  readonly to: string
  readonly reason: string
  readonly by: string
  readonly expiresAt: string
}

/** The id; undefined when another one of this purchase is open. One whose time is over does not stand in the way. */
export async function saveTransfer(tx: Tx, transfer: NewTransfer, now: string): Promise<string | undefined> {
  await tx
    .updateTable('purchase_transfers')
    .set({ outcome: 'withdrawn', decided_at: now })
    .where('purchase_id', '=', transfer.purchaseId)
    .where('outcome', 'is', null)
    .where('expires_at', '<=', now)
    .execute()
  const saved = await tx
    .insertInto('purchase_transfers')
    .values({
      id: newId(),
      purchase_id: transfer.purchaseId,
      from_account_id: transfer.from,
      to_account_id: transfer.to,
      reason: transfer.reason,
      proposed_by: transfer.by,
      proposed_at: now,
      expires_at: transfer.expiresAt
    })
    .onConflict((conflict) => conflict.column('purchase_id').where('outcome', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  return saved?.id
}

/** Which purchase a transfer is of; nothing about it changes. */
export async function purchaseOfTransfer(tx: Tx, transferId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('purchase_transfers')
    .select('purchase_id as purchaseId')
    .where('id', '=', transferId)
    .executeTakeFirst()
  return row?.purchaseId
}

export type Held = Proposal & { readonly purchaseId: string }

/** Whoever else decides it waits, and then sees what was decided. */
export async function holdTransfer(tx: Tx, transferId: string): Promise<Held | undefined> {
  const row = await tx
    .selectFrom('purchase_transfers')
    .select([
      'purchase_id as purchaseId',
      'from_account_id as from',
      'to_account_id as to',
      'proposed_by as proposedBy',
      'expires_at as expiresAt',
      'outcome'
    ])
    .where('id', '=', transferId)
    .forUpdate()
    .executeTakeFirst()
  if (!row) return undefined
  const { outcome, expiresAt, ...held } = row
  return { ...held, expiresAt: Temporal.Instant.from(expiresAt), isDecided: outcome !== null }
}

export async function decideTransfer(
  tx: Tx,
  { transferId, by, outcome }: { transferId: string; by: string; outcome: 'done' | 'withdrawn' | 'refused' },
  now: string
): Promise<void> {
  await tx
    .updateTable('purchase_transfers')
    .set({ outcome, decided_by: by, decided_at: now })
    .where('id', '=', transferId)
    .execute()
}
