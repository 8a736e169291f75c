import type pg from 'pg'

/** What there is to compare, by the store's names and people's addresses, without when we heard of it. */
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
      order by key`),
    entitlements: await rows(`
      select email, paid_until from entitlements join users on users.id = user_id where paid_until is not null order by email`),
    facts: await rows('select store, environment, kind, key, clock_ms, content from purchase_facts order by kind, key')
  }
}

export type Logged = {
  readonly events: number
  readonly distinct: number
  /** Events of which nobody has said that they are done. */
  readonly unprocessed: number
  /** Events that were done twice. */
  readonly processedTwice: number
}

export async function whatIsLogged(pool: pg.Pool): Promise<Logged> {
  const { rows } = await pool.query<Logged>(`
    select count(*)::int as events, count(distinct event_id)::int as distinct,
      count(*) filter (where done = 0)::int as unprocessed, count(*) filter (where done > 1)::int as "processedTwice"
    from (
      select event_id, (select count(*) from webhooks.outcomes where outcomes.event = events.id and outcome = 'processed') as done
      from webhooks.events
    ) counted`)
  const [logged] = rows
  if (!logged) throw new Error('an aggregate has one row')
  return logged
}
