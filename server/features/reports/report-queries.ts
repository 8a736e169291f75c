import { sql } from 'kysely'
import type { Category } from '#contract/tasks.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { Counted } from './report-rules.ts'

/** Of one home, from the first day to before the last. */
export type Span = { readonly residenceId: string; readonly from: string; readonly before: string }

/** What was done by month and currency. */
export function countByMonth(db: Db, span: Span): Promise<(Counted & { month: string })[]> {
  return ofSpan(db, span)
    .select(sql<string>`date_trunc('month', completions.completed_on::timestamp)::date`.as('month'))
    .groupBy(['month', 'currency'])
    .execute()
}

/** By the appliance that it was done to; what is of a deleted one is of none. */
export function countByAsset(db: Db, span: Span): Promise<(Counted & { id: string | null; name: string | null })[]> {
  const counted = ofSpan(db, span).select('completions.asset_id as id').groupBy(['id', 'currency'])
  return db
    .selectFrom(counted.as('counted'))
    .leftJoin('assets', (join) =>
      join.onRef('assets.id', '=', 'counted.id').on('assets.residence_id', '=', span.residenceId)
    )
    .selectAll('counted')
    .select('assets.name')
    .execute()
}

/** By who of the tradespeople did it: as they are called now, or were when they were deleted. */
export function countByContractor(
  db: Db,
  span: Span
): Promise<(Counted & { id: string | null; name: string | null })[]> {
  const kept = sql<string | null>`case when completions.contractor_id is null then completions.contractor_name end`
  const counted = ofSpan(db, span)
    .select(['completions.contractor_id as id', kept.as('kept')])
    .groupBy(['id', 'kept', 'currency'])
  return db
    .selectFrom(counted.as('counted'))
    .leftJoin('contractors', (join) =>
      join.onRef('contractors.id', '=', 'counted.id').on('contractors.residence_id', '=', span.residenceId)
    )
    .select(['counted.id', 'currency', 'done', 'onTime', 'late', 'minutes', 'minor'])
    .select(sql<string | null>`coalesce(contractors.name, counted.kept)`.as('name'))
    .execute()
}

export function countByCategory(db: Db, span: Span): Promise<(Counted & { category: Category })[]> {
  return ofSpan(db, span)
    .innerJoin('tasks', 'tasks.id', 'completions.task_id')
    .select('tasks.category')
    .groupBy(['tasks.category', 'currency'])
    .execute()
}

function ofSpan(db: Db, { residenceId, from, before }: Span) {
  return db
    .selectFrom('completions')
    .where('completions.residence_id', '=', residenceId)
    .where('completions.completed_on', '>=', from)
    .where('completions.completed_on', '<', before)
    .where('completions.kind', '=', 'done')
    .select([
      'completions.cost_currency as currency',
      sql<number>`count(*)::integer`.as('done'),
      sql<number>`(count(*) filter (where completions.completed_on <= completions.due_on))::integer`.as('onTime'),
      sql<number>`(count(*) filter (where completions.completed_on > completions.due_on))::integer`.as('late'),
      sql<number>`coalesce(sum(completions.minutes), 0)::bigint`.as('minutes'),
      // what no number of JSON can hold is cut there
      sql<number>`least(coalesce(sum(completions.cost_minor), 0), 9007199254740991)::bigint`.as('minor')
    ])
}

/** The first and the last day on which anything was done. */
export async function spanOfHistory(
  db: Db,
  residenceId: string
): Promise<{ first: string | null; last: string | null }> {
  const days = db.selectFrom('completions').where('residence_id', '=', residenceId).select('completed_on')
  const first = await days.orderBy('completed_on').limit(1).executeTakeFirst()
  const last = await days.orderBy('completed_on', 'desc').limit(1).executeTakeFirst()
  return { first: first?.completed_on ?? null, last: last?.completed_on ?? null }
}
