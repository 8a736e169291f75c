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
  /** Somebody has deleted the customer at Stripe. */
  readonly isGone: boolean
  /** The page made last, and for which price. */
  readonly checkoutId: string | null
  readonly checkoutPrice: string | null
}

/** Undefined when the account is gone. */
export function payerOf(db: Db, userId: string): Promise<Payer | undefined> {
  return db
    .selectFrom('users')
    .leftJoin('stripe_customers', 'stripe_customers.user_id', 'users.id')
    .where('users.id', '=', userId)
    .select((eb) => [
      'users.id as userId',
      'email',
      'language',
      'purchase_token as purchaseToken',
      'customer_id as customerId',
      eb('gone_at', 'is not', null).$castTo<boolean>().as('isGone'),
      'checkout_id as checkoutId',
      'checkout_price as checkoutPrice'
    ])
    .executeTakeFirst()
}

/** States in which a store takes money, or tries to. */
const paying = ['PENDING', 'ACTIVE', 'GRACE', 'HOLD', 'PAUSED']

/** Whether another store than Stripe is paid for the account, and will be again. */
export async function paidByOtherStore(db: Db, userId: string, environment: Environment): Promise<boolean> {
  const row = await renewing(db, userId, environment).where('store', '<>', 'stripe').executeTakeFirst()
  return row !== undefined
}

/** Whether something else than this purchase is paid for the account too, wherever, and will be again; a family pays once for all. */
export async function paidBesides(
  db: Db,
  { purchaseId, userId, environment }: { purchaseId: string; userId: string; environment: Environment }
): Promise<boolean> {
  const row = await renewing(db, userId, environment)
    .where('id', '<>', purchaseId)
    .where('is_family_shared', '=', false)
    .executeTakeFirst()
  return row !== undefined
}

function renewing(db: Db, userId: string, environment: Environment) {
  return purchasesOf(db, userId, environment).where('auto_renews', '=', true).where('state', 'in', paying)
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
    .innerJoin('stripe_customers', 'stripe_customers.user_id', 'account_id')
    .select('id')
    .where('account_id', '=', userId)
    .where('store', '=', 'stripe')
    .where('gone_at', 'is', null)
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

/** Others who begin to pay for the same account wait, and so does who changes its address; undefined when it is gone. */
export function lockAccount(tx: Tx, userId: string): Promise<{ email: string } | undefined> {
  return tx.selectFrom('users').select('email').where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
}

export async function customerOf(db: Db, userId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('stripe_customers')
    .select('customer_id as id')
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return row?.id
}

type NewCustomer = { readonly userId: string; readonly customerId: string; readonly now: string }

/** Who the account is for Stripe from now on; with another one than before no page is known. */
export async function saveCustomer(tx: Tx, { userId, customerId, now }: NewCustomer): Promise<void> {
  const customer = { customer_id: customerId, checkout_id: null, checkout_price: null, gone_at: null }
  await tx
    .insertInto('stripe_customers')
    .values({ user_id: userId, created_at: now, ...customer })
    .onConflict((conflict) =>
      conflict.column('user_id').doUpdateSet(customer).where('stripe_customers.customer_id', '<>', customerId)
    )
    .execute()
}

/** Somebody has deleted it at Stripe: the next one is made in its place. */
export async function markGone(tx: Tx, customerId: string, now: string): Promise<void> {
  await tx.updateTable('stripe_customers').set({ gone_at: now }).where('customer_id', '=', customerId).execute()
}

/** The page made last for the account, whatever has become of it; whoever makes another one waits, or is waited for. */
export async function lockPageOf(tx: Tx, userId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('stripe_customers')
    .select('checkout_id as id')
    .where('user_id', '=', userId)
    .forUpdate()
    .executeTakeFirst()
  return row?.id ?? null
}

type NewPage = { readonly userId: string; readonly checkoutId: string; readonly price: string }

/** The page on which the account pays from now on; which one that was before. The account is locked. */
export async function saveCheckout(tx: Tx, { userId, checkoutId, price }: NewPage): Promise<string | null> {
  const former = await lockPageOf(tx, userId)
  await tx
    .updateTable('stripe_customers')
    .set({ checkout_id: checkoutId, checkout_price: price })
    .where('user_id', '=', userId)
    .execute()
  return former
}
