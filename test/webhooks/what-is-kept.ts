import type pg from 'pg'
import type { StoreName } from './story.ts'

/**
 * What there is to compare, by the store's names and people's addresses, without when we heard of it. The clock of a fact is
 * the store's with Apple alone; what Google knows from us came about when we told it, which may be after it was asked.
 */
export type Kept = { readonly purchases: unknown[]; readonly entitlements: unknown[]; readonly facts: unknown[] }

export async function whatIsKept(pool: pg.Pool): Promise<Kept> {
  const rows = async (query: string) => (await pool.query(query)).rows as unknown[]
  return {
    purchases: await rows(`
      select purchases.store, environment, key, email as owner, purchases.state, until, purchases.entitled_until,
        purchases.product_id, plan, auto_renews, period, pending_product_id, price_consent, expiration_reason,
        resumes_at, is_family_shared, last.state as last_state, last.entitled_until as last_entitled_until,
        last.product_id as last_product, last.account_id is not distinct from purchases.account_id as is_last_owner
      from store_purchases purchases left join users on users.id = account_id
        left join lateral (select * from purchase_history where purchase_id = purchases.id order by id desc limit 1) last on true
      order by purchases.store, key`),
    entitlements: await rows(`
      select email, paid_until from entitlements join users on users.id = user_id where paid_until is not null order by email`),
    facts: await rows(`
      select store, environment, kind, key, case when store = 'apple' then clock_ms end as clock_ms,
        case when kind = 'google_purchase'
          then content - array['isAcknowledged', 'accountToken', 'expiredDigest', 'expiredAccountToken'] else content end as content
      from purchase_facts order by kind, key`)
  }
}

export type Logged = {
  readonly events: number
  readonly distinct: number
  /** Events of which nobody has said that they are done. */
  readonly unprocessed: number
  /** Events that were done twice. */
  readonly processedTwice: number
  readonly purchases: number
  readonly facts: number
}

const providers: Readonly<Record<StoreName, { provider: string; store: string }>> = {
  'App Store': { provider: 'app_store', store: 'apple' },
  'Google Play': { provider: 'google_play', store: 'google' },
  Stripe: { provider: 'stripe', store: 'stripe' }
}

export async function whatIsLogged(pool: pg.Pool, name: StoreName): Promise<Logged> {
  const { provider, store } = providers[name]
  const { rows } = await pool.query<Logged>(
    `select count(*)::int as events, count(distinct event_id)::int as distinct,
      count(*) filter (where done = 0)::int as unprocessed, count(*) filter (where done > 1)::int as "processedTwice",
      (select count(*)::int from store_purchases where store = $2) as purchases,
      (select count(*)::int from purchase_facts where store = $2) as facts
    from (
      select event_id, (select count(*) from webhooks.outcomes
        where outcomes.event = events.id and outcome in ('processed', 'ignored')) as done
      from webhooks.events where provider = $1
    ) counted`,
    [provider, store]
  )
  const [logged] = rows
  if (!logged) throw new Error('an aggregate has one row')
  return logged
}
