import type { Db } from '#server/platform/postgres/connect.ts'
import type { Environment } from '../facts.ts'

type Owned = { readonly key: string; readonly environment: Environment; readonly purchaseToken: string }

/** One of Apple's that is somebody's now, and the token of who it is. */
export function ownedPurchase(db: Db, purchaseId: string): Promise<Owned | undefined> {
  return db
    .selectFrom('store_purchases')
    .innerJoin('users', 'users.id', 'store_purchases.account_id')
    .select((eb) => [
      'key',
      eb.ref('environment').$castTo<Environment>().as('environment'), // checked by the table
      'users.purchase_token as purchaseToken'
    ])
    .where('store_purchases.id', '=', purchaseId)
    .where('store', '=', 'apple')
    .executeTakeFirst()
}
