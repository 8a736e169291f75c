import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Environment } from '../facts.ts'

/** Who is about to pay. */
export type Payer = {
  readonly userId: string
  readonly email: string
  readonly language: string
  /** `users.purchase_token` */
  readonly purchaseToken: string
  readonly customerId: string | null
  /** The page made last, and for which price. */
  readonly checkoutId: string | null
  readonly checkoutPrice: string | null
}

export function payerOf(db: Db, userId: string): Promise<Payer> {
  return db
    .selectFrom('users')
    .leftJoin('stripe_customers', 'stripe_customers.user_id', 'users.id')
    .where('users.id', '=', userId)
    .select([
      'users.id as userId',
      'email',
      'language',
      'purchase_token as purchaseToken',
      'customer_id as customerId',
      'checkout_id as checkoutId',
      'checkout_price as checkoutPrice'
    ])
    .executeTakeFirstOrThrow()
}

/** States in which a store takes money, or tries to. */
const paying = ['PENDING', 'ACTIVE', 'GRACE', 'HOLD', 'PAUSED']

/** Whether another store than Stripe is paid for the account, and will be again. */
export async function paidByOtherStore(db: Db, userId: string, environment: Environment): Promise<boolean> {
  const row = await purchasesOf(db, userId, environment)
    .where('store', '<>', 'stripe')
    .where('auto_renews', '=', true)
    .where('state', 'in', paying)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether there is a subscription on the web that is not over: one that is cancelled can be taken up again. */
export async function paidOnWeb(db: Db, userId: string, environment: Environment): Promise<boolean> {
  const row = await purchasesOf(db, userId, environment)
    .where('store', '=', 'stripe')
    .where('state', 'in', [...paying, 'CANCELED'])
    .executeTakeFirst()
  return row !== undefined
}

/** Whether there is something to manage, over or not. */
export async function hasPaidOnWeb(db: Db, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom('store_purchases')
    .select('id')
    .where('account_id', '=', userId)
    .where('store', '=', 'stripe')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function purchasesOf(db: Db, userId: string, environment: Environment) {
  return db
    .selectFrom('store_purchases')
    .select('id')
    .where('account_id', '=', userId)
    .where('environment', '=', environment)
    .limit(1)
}

/** Others who begin to pay for the same account wait. */
export async function lockAccount(tx: Tx, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().executeTakeFirstOrThrow()
}

export async function customerOf(db: Db, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('stripe_customers')
    .select('customer_id as id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.id
}

/** The page on which the account pays from now on; which one that was before. */
export async function saveCheckout(
  tx: Tx,
  {
    userId,
    customerId,
    checkoutId,
    price,
    now
  }: Record<'userId' | 'customerId' | 'checkoutId' | 'price' | 'now', string>
): Promise<string | null> {
  const former = await tx
    .selectFrom('stripe_customers')
    .select('checkout_id as id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  const page = { customer_id: customerId, checkout_id: checkoutId, checkout_price: price }
  await tx
    .insertInto('stripe_customers')
    .values({ user_id: userId, created_at: now, ...page })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(page))
    .execute()
  return former?.id ?? null
}
