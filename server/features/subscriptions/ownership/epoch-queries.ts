import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { PurchaseKey } from '../facts.ts'
import type { Epoch, Evidence } from './owner-rules.ts'

export async function openEpochOf(tx: Tx, purchaseId: string): Promise<Epoch | undefined> {
  const row = await tx
    .selectFrom('ownership_epochs')
    .select((eb) => [
      'account_id as accountId',
      eb.ref('evidence').$castTo<Evidence>().as('evidence'), // checked by the table
      'bought_ms as boughtMs'
    ])
    .where('purchase_id', '=', purchaseId)
    .where('valid_to', 'is', null)
    .executeTakeFirst()
  return row && { ...row, boughtMs: row.boughtMs ?? 0 }
}

/** Whose it was last went with their account: then it may be claimed anew. */
export async function wasLeftByAccount(tx: Tx, purchaseId: string): Promise<boolean> {
  const last = await tx
    .selectFrom('ownership_epochs')
    .select('ended_by as endedBy')
    .where('purchase_id', '=', purchaseId)
    .orderBy('valid_from', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last?.endedBy === 'account_deleted'
}

type Purchase = { readonly id: string; readonly number: number }
export type NewEpoch = { readonly accountId: string; readonly evidence: Evidence; readonly boughtMs: number }

/** From now on, and by no clock before the end of the one before. */
export async function openEpoch(tx: Tx, purchase: Purchase, epoch: NewEpoch, now: string): Promise<void> {
  await tx
    .insertInto('ownership_epochs')
    .values((eb) => ({
      id: newId(),
      purchase_id: purchase.id,
      purchase_number: purchase.number,
      account_id: epoch.accountId,
      valid_from: eb.fn('greatest', [
        eb.cast(eb.val(now), 'timestamptz'),
        eb
          .selectFrom('ownership_epochs')
          .where('purchase_id', '=', purchase.id)
          .select((each) => each.fn.max('valid_to').as('ended'))
      ]),
      evidence: epoch.evidence,
      bought_ms: epoch.boughtMs
    }))
    .execute()
}

export async function endEpoch(
  tx: Tx,
  purchaseId: string,
  endedBy: 'account_token' | 'staff',
  now: string
): Promise<void> {
  await tx
    .updateTable('ownership_epochs')
    .set((eb) => ({
      valid_to: eb.fn('greatest', ['valid_from', eb.cast(eb.val(now), 'timestamptz')]),
      ended_by: endedBy
    }))
    .where('purchase_id', '=', purchaseId)
    .where('valid_to', 'is', null)
    .execute()
}

/** Whose the token is that a store has told; undefined: nobody's whom we know. */
export async function accountOfToken(tx: Tx, { store }: PurchaseKey, token: string): Promise<string | undefined> {
  if (store !== 'google' && !isUuid(token)) return undefined
  const row = await tx
    .selectFrom('users')
    .select('id')
    .where(store === 'google' ? 'google_purchase_token' : 'purchase_token', '=', token)
    .executeTakeFirst()
  return row?.id
}

function isUuid(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(text)
}

/** Whose a purchase is now. */
export async function ownerOf(tx: Tx, { store, environment, key }: PurchaseKey): Promise<string | undefined> {
  const row = await tx
    .selectFrom('store_purchases')
    .select('account_id as accountId')
    .where('store', '=', store)
    .where('environment', '=', environment)
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.accountId ?? undefined
}
