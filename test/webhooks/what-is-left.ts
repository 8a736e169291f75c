import type pg from 'pg'

/** What the clock starts by itself, every minute. */
const clockwork = ['subscriptions.project-due', 'subscriptions.google-due']
/** Longer than it takes until a job of a process that was killed is free again. */
const patienceMs = 90_000
const everyMs = 500

/** Lets honeyDue do what it has taken upon itself, without waiting for a minute to be over, until nothing of it is left. */
export async function settled(pool: pg.Pool): Promise<void> {
  const giveUpAt = Date.now() + patienceMs
  await startClockwork(pool)
  while ((await leftIn(pool)) > 0 && Date.now() < giveUpAt) {
    await new Promise((resolve) => setTimeout(resolve, everyMs))
    await startClockwork(pool)
  }
}

async function startClockwork(pool: pg.Pool): Promise<void> {
  await pool.query(
    `insert into outbox (name, payload) select name, '{}' from unnest($1::text[]) name
    where not exists (select from outbox) and not exists (
      select from graphile_worker.jobs where task_identifier = name)`,
    [clockwork]
  )
  await pool.query('update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now()')
}

/** Work that is not done; of what only the App Store could be asked, which is away, nothing counts. */
async function leftIn(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ left: number }>(
    `select (
      (select count(*) from outbox where name <> all ($1)) +
      (select count(*) from google_purchase_tokens where next_at is not null) +
      (select count(*) from webhooks.events where provider <> 'app_store' and not exists (
        select from webhooks.outcomes where event = events.id and outcome in ('processed', 'ignored'))) +
      (select count(*) from graphile_worker._private_jobs jobs join graphile_worker._private_tasks tasks on tasks.id = task_id
        where identifier <> all ($1) and identifier not like 'subscriptions.apple-%' and not exists (
          select from store_purchases where store = 'apple' and id::text = jobs.payload ->> 'purchaseId'))
    )::int as left`,
    [clockwork]
  )
  return rows[0]?.left ?? 0
}
