import { sql } from 'kysely'
import type { Schedule } from '#contract/schedule.ts'
import type { TestApp } from './harness.ts'

/** Many tasks at once, straight into the database, their due dates spread evenly over `days` days from `from` on. */
export async function fillResidence(
  app: Pick<TestApp, 'db'>,
  residenceId: string,
  { tasks, schedule, from, days }: { tasks: number; schedule: Schedule; from: string; days: number }
): Promise<void> {
  await sql`
    insert into tasks (id, residence_id, title, schedule, anchor_on, due_on)
    select gen_random_uuid(), ${residenceId}::uuid, 'Task ' || number, ${JSON.stringify(schedule)}::jsonb, day, day
    from generate_series(1, ${tasks}) number, lateral (select ${from}::date + (number % ${days}::integer) as day) dated
  `.execute(app.db)
}

/** Whom and what a history is about, evenly; nobody and nothing when left out. */
export type WhatAndWho = { readonly assetIds: readonly string[]; readonly contractorIds: readonly string[] }

/** Tasks of ten categories, each done once in the year, every third for something. */
export async function fillHistory(
  app: Pick<TestApp, 'db'>,
  residenceId: string,
  { tasks, year, assetIds = [], contractorIds = [] }: { tasks: number; year: number } & Partial<WhatAndWho>
): Promise<void> {
  await sql`
    with made as (
      insert into tasks (id, residence_id, title, category, schedule, completion_count, last_completed_on, history_length)
      select gen_random_uuid(), ${residenceId}::uuid, 'Task ' || number, (enum_range(null::task_category))[1 + number % 10], '{"kind": "once"}', 1,
        make_date(${year}::integer, 1, 1) + number % 365, 1
      from generate_series(1, ${tasks}) number returning id, last_completed_on, title, right(title, -5)::integer as number
    )
    insert into completions (id, task_id, residence_id, number, kind, completed_on, minutes, cost_minor, cost_currency, before,
      asset_id, contractor_id, contractor_name)
    select gen_random_uuid(), id, ${residenceId}::uuid, 1, 'done', last_completed_on, 15,
      case when title like '%3' then 1250 end, case when title like '%3' then 'EUR' end, '{}',
      (${assetIds}::uuid[])[1 + number % ${assetIds.length || 1}::integer],
      (${contractorIds}::uuid[])[1 + number % ${contractorIds.length || 1}::integer],
      ${contractorIds.length > 0 ? 'Somebody' : null}::text
    from made`.execute(app.db)
}

/** Appliances and tradespeople that a history can be about. */
export async function fillWhatAndWho(
  { db }: Pick<TestApp, 'db'>,
  residenceId: string,
  { assets, contractors }: { assets: number; contractors: number }
): Promise<WhatAndWho> {
  const things = await sql<{ id: string }>`
    insert into assets (id, residence_id, name, kind, created_at, updated_at)
    select gen_random_uuid(), ${residenceId}::uuid, 'Appliance ' || number, 'other', now(), now()
    from generate_series(1, ${assets}) number returning id`.execute(db)
  const people = await sql<{ id: string }>`
    insert into contractors (id, residence_id, name, specialties, favourite, created_at, updated_at)
    select gen_random_uuid(), ${residenceId}::uuid, 'Tradesperson ' || number, '{}', false, now(), now()
    from generate_series(1, ${contractors}) number returning id`.execute(db)
  return { assetIds: things.rows.map(({ id }) => id), contractorIds: people.rows.map(({ id }) => id) }
}
