import { sql } from 'kysely'
import type { PurchaseShort } from '#contract/staff.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { digestOf } from '../intake/event-log.ts'
import { maskEmail } from './mask-email.ts'

export const foundAtMost = 100

/** Purchases with the account that has them; of each what a list shows. */
export function shortPurchases(db: Db | Tx) {
  return db
    .selectFrom('store_purchases as purchase')
    .leftJoin('users as owner', 'owner.id', 'purchase.account_id')
    .select([
      'purchase.id',
      'purchase.store',
      'purchase.environment',
      'purchase.key',
      'purchase.state',
      'purchase.product_id as productId',
      'purchase.plan',
      'purchase.entitled_until as entitledUntil',
      'purchase.first_seen_at as firstSeenAt',
      'owner.id as ownerId',
      'owner.email as ownerEmail'
    ])
}
type ShortRow = Awaited<ReturnType<ReturnType<typeof shortPurchases>['executeTakeFirstOrThrow']>>

export function shortPurchase({ ownerId, ownerEmail, ...row }: ShortRow): PurchaseShort {
  const account = ownerId === null || ownerEmail === null ? null : { id: ownerId, email: maskEmail(ownerEmail) }
  return { ...(row as Omit<PurchaseShort, 'account'>), account } // the checks of the table are the words of the contract
}

/**
 * By anything that a store calls a purchase: its key, Google's token, an order or a transaction of it, Stripe's customer. Each
 * by an index.
 */
export async function purchasesByOrder(tx: Tx, name: string): Promise<PurchaseShort[]> {
  const digest = digestOf(name)
  const rows = await shortPurchases(tx)
    .where(
      sql<boolean>`purchase.id in (
        select id from store_purchases, unnest('{apple,google,stripe}'::text[]) named (by), unnest('{production,sandbox}'::text[]) at (place)
        where (store, environment, key) in ((named.by, at.place, ${name}), (named.by, at.place, ${digest}))
        union all
        select purchase_id from purchase_facts where order_id = ${name}
        union all
        select purchase_id from purchase_facts, unnest('{production,sandbox}'::text[]) at (place)
        where (store, environment, kind, key) = ('apple', at.place, 'apple_transaction', ${name})
        union all
        select id from store_purchases join stripe_customers customer on customer.user_id = account_id
        where customer.customer_id = ${name} and store = 'stripe')`
    )
    .orderBy('purchase.number', 'desc')
    .limit(foundAtMost)
    .execute()
  return rows.map(shortPurchase)
}

/** Those that are the account's, and those that once were. */
export async function purchasesOfAccount(tx: Tx, accountId: string): Promise<PurchaseShort[]> {
  const rows = await shortPurchases(tx)
    .where((eb) =>
      eb.or([
        eb('purchase.account_id', '=', accountId),
        eb(
          'purchase.id',
          'in',
          eb.selectFrom('ownership_epochs').select('purchase_id').where('account_id', '=', accountId)
        )
      ])
    )
    .orderBy('purchase.number', 'desc')
    .limit(foundAtMost)
    .execute()
  return rows.map(shortPurchase)
}

/** Over, or known from another one's mention alone. */
const notInForce = ['NONE', 'EXPIRED', 'REVOKED', 'SUPERSEDED'] as const satisfies readonly PurchaseShort['state'][]

/** Nobody's and in force, the oldest first, after the one of this moment and id. What has ended is found by searching. */
export async function unattributedPurchases(
  tx: Tx,
  { after, limit }: { after: readonly [at: string, id: string] | undefined; limit: number }
): Promise<PurchaseShort[]> {
  const rows = await shortPurchases(tx)
    .where('purchase.account_id', 'is', null)
    .where('purchase.state', 'not in', notInForce)
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(purchase.first_seen_at, purchase.id) > (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`
      )
    )
    .orderBy('purchase.first_seen_at')
    .orderBy('purchase.id')
    .limit(limit)
    .execute()
  return rows.map(shortPurchase)
}
