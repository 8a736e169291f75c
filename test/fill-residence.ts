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
