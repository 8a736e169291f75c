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

/** Tasks of ten categories, each done once in the year, every third for something. */
export async function fillHistory(
  app: Pick<TestApp, 'db'>,
  residenceId: string,
  { tasks, year }: { tasks: number; year: number }
): Promise<void> {
  await sql`
    with made as (
      insert into tasks (id, residence_id, title, category, schedule, completion_count, last_completed_on, history_length)
      select gen_random_uuid(), ${residenceId}::uuid, 'Task ' || number, (enum_range(null::task_category))[1 + number % 10], '{"kind": "once"}', 1,
        make_date(${year}::integer, 1, 1) + number % 365, 1
      from generate_series(1, ${tasks}) number returning id, last_completed_on, title
    )
    insert into completions (id, task_id, residence_id, number, kind, completed_on, minutes, cost_minor, cost_currency, before)
    select gen_random_uuid(), id, ${residenceId}::uuid, 1, 'done', last_completed_on, 15,
      case when title like '%3' then 1250 end, case when title like '%3' then 'EUR' end, '{}'
    from made`.execute(app.db)
}
