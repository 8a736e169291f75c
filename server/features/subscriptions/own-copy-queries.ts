import type { Db } from '#server/platform/postgres/connect.ts'

/** For the person's own copy of what is kept of them: nothing in it names anybody else, staff neither. */
export async function purchaseCopyOf(db: Db, userId: string) {
  const [marks, markChanges, transfers, history, said, refusedClaims, customer, news] = await Promise.all([
    marksOf(db, userId),
    markChangesOf(db, userId),
    transfersOf(db, userId),
    historyOf(db, userId),
    factsOf(db, userId),
    refusedClaimsOf(db, userId),
    customerOf(db, userId),
    newsOf(db, userId)
  ])
  const { isStaff = false, buysInSandbox = false } = marks ?? {}
  const account = { isStaff, buysInSandbox, stripeCustomer: customer?.id ?? null }
  return { account, markChanges, transfers, history, said, refusedClaims, news }
}

function marksOf(db: Db, userId: string) {
  return db
    .selectFrom('account_marks')
    .select(['is_staff as isStaff', 'buys_in_sandbox as buysInSandbox'])
    .where('user_id', '=', userId)
    .executeTakeFirst()
}

function markChangesOf(db: Db, userId: string) {
  return db
    .selectFrom('account_mark_changes')
    .select(['at', 'mark', 'is_set as isSet', 'reason'])
    .where('account_id', '=', userId)
    .orderBy('at')
    .orderBy('id')
    .execute()
}

/** Without the reason: staff write it of two people. */
function transfersOf(db: Db, userId: string) {
  return db
    .selectFrom('purchase_transfers')
    .innerJoin('store_purchases', 'store_purchases.id', 'purchase_id')
    .select((eb) => [
      'store',
      eb.case().when('to_account_id', '=', userId).then('to you').else('from you').end().as('direction'),
      'proposed_at as proposedAt',
      'expires_at as expiresAt',
      'outcome',
      'decided_at as decidedAt'
    ])
    .where((eb) => eb.or([eb('to_account_id', '=', userId), eb('from_account_id', '=', userId)]))
    .orderBy('proposed_at')
    .orderBy('purchase_transfers.id')
    .execute()
}

function historyOf(db: Db, userId: string) {
  return db
    .selectFrom('purchase_history')
    .innerJoin('store_purchases', 'store_purchases.id', 'purchase_id')
    .select([
      'at',
      'store',
      'purchase_history.state',
      'purchase_history.product_id as product',
      'purchase_history.entitled_until as entitledUntil'
    ])
    .where('purchase_history.account_id', '=', userId)
    .orderBy('purchase_history.id')
    .execute()
}

/** What the store has said of what is the person’s, unless it was another one’s too. */
function factsOf(db: Db, userId: string) {
  return db
    .selectFrom('purchase_facts')
    .innerJoin('store_purchases', 'store_purchases.id', 'purchase_id')
    .select(['store_purchases.store', 'kind', 'heard_at as heardAt', 'content'])
    .where('store_purchases.account_id', '=', userId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('ownership_epochs')
            .select('id')
            .whereRef('ownership_epochs.purchase_id', '=', 'store_purchases.id')
            .where('ownership_epochs.account_id', '<>', userId)
        )
      )
    )
    .orderBy('purchase_id')
    .orderBy('clock_ms')
    .orderBy('purchase_facts.key')
    .execute()
}

function refusedClaimsOf(db: Db, userId: string) {
  return db
    .selectFrom('refused_claims')
    .select(['at', 'app_transaction_id as appTransactionId'])
    .where('user_id', '=', userId)
    .orderBy('at')
    .orderBy('id')
    .execute()
}

/** What they were told of their plan, or are to be. */
function newsOf(db: Db, userId: string) {
  return db
    .selectFrom('plan_news')
    .leftJoin('store_purchases', 'store_purchases.id', 'purchase_id')
    .select(['noted_at as notedAt', 'kind', 'store', 'said', 'sent_at as sentAt'])
    .where('user_id', '=', userId)
    .orderBy('noted_at')
    .orderBy('kind')
    .orderBy('occasion')
    .execute()
}

function customerOf(db: Db, userId: string) {
  return db.selectFrom('stripe_customers').select('customer_id as id').where('user_id', '=', userId).executeTakeFirst()
}
