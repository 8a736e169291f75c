import { sql } from 'kysely'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { Environment, PurchaseKey, Store } from '../facts.ts'

type Asked = { select: 'due' | 'unmapped'; now: string; after: string | undefined; limit: number }

/** Keys of purchases that are to be looked at, in the order of their ids. */
export async function keysIn(db: Db, { select, now, after, limit }: Asked): Promise<(PurchaseKey & { id: string })[]> {
  let rows = keys(db)
  if (select === 'due') rows = rows.where('check_at', '<=', now)
  else rows = rows.where(sql<boolean>`state = 'UNMAPPED'`) // no parameter: it is the condition of an index
  if (after !== undefined) rows = rows.where('id', '>', after)
  return rows.orderBy('id').limit(limit).execute()
}

/** Undefined: there is no such purchase (any more). */
export function keyOfPurchase(db: Db, purchaseId: string): Promise<(PurchaseKey & { id: string }) | undefined> {
  return keys(db).where('id', '=', purchaseId).executeTakeFirst()
}

function keys(db: Db) {
  return db.selectFrom('store_purchases').select((eb) => [
    'id',
    eb.ref('store').$castTo<Store>().as('store'), // both checked by the table
    eb.ref('environment').$castTo<Environment>().as('environment'),
    'key'
  ])
}
