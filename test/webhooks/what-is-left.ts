import type pg from 'pg'

/** What the clock starts by itself, every minute. */
const clockwork = ['subscriptions.project-due', 'subscriptions.google-due']
/** Longer than it takes until a job of a process that was killed is free again. */
const patienceMs = 90_000
const everyMs = 250

/**
 * Lets honeyDue do all that it can do now, without waiting for a minute to be over. Returns whether that was all, or something
 * waits for its time.
 */
export async function isAllDone(pool: pg.Pool): Promise<boolean> {
  const giveUpAt = Date.now() + patienceMs
  await pool.query(`insert into outbox (name, payload) select name, '{}' from unnest($1::text[]) name`, [clockwork])
  do {
    await new Promise((resolve) => setTimeout(resolve, everyMs))
    await pool.query(makeDue)
  } while ((await count(pool, jobs)) > 0 && Date.now() < giveUpAt)
  return (await count(pool, waiting)) === 0
}

/** Waits for nobody: honeyDue is ending jobs meanwhile, and a deadlock would be of our making. */
const makeDue = `
  update graphile_worker._private_jobs set run_at = now() where id in (
    select id from graphile_worker._private_jobs where locked_at is null for update skip locked)`

/** All but those that could only ask the App Store, which is away. */
const jobs = `
  (select count(*) from outbox) +
  (select count(*) from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id
    where identifier not like 'subscriptions.apple-%' and not exists (
      select from store_purchases where store = 'apple' and id::text = jobs.payload ->> 'purchaseId'))`

const waiting = `
  (select count(*) from google_purchase_tokens where next_at is not null) +
  (select count(*) from google_acknowledgements where acknowledged_at is null) +
  (select count(*) from webhooks.events where provider <> 'app_store' and not exists (
    select from webhooks.outcomes where event = events.id and outcome in ('processed', 'ignored')))`

async function count(pool: pg.Pool, what: string): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(`select (${what})::integer as left`)
  return rows[0]?.left ?? 0
}
