import { sql, type RawBuilder } from 'kysely'
import type { Db } from '#server/platform/postgres/connect.ts'
import { countedSpans, type DateRange } from './board-rules.ts'

export type CountedRange = DateRange & { readonly residenceId: string }

/** How many tasks each of the ranges holds, in their order: read from `task_counts`, whatever a household owns. */
export async function countTasks(db: Db, ranges: readonly CountedRange[]): Promise<number[]> {
  const { rows } = await sumOfCounts(countedLists(ranges)).execute(db)
  const counts = new Map(rows.map(({ slot, count }) => [slot, count]))
  return ranges.map((_, slot) => counts.get(slot) ?? 0)
}

/** What to add up, as parallel lists: one entry for each span of each range. */
export type CountedLists = {
  readonly slots: readonly number[]
  readonly residenceIds: readonly string[]
  readonly states: readonly string[]
  readonly spans: readonly string[]
  readonly spansFrom: readonly string[]
  readonly spansTo: readonly string[]
}

export function countedLists(ranges: readonly CountedRange[]): CountedLists {
  const spans = ranges.flatMap((range, slot) =>
    countedSpans(range).map((span) => ({ ...span, slot, residenceId: range.residenceId, state: range.state }))
  )
  return {
    slots: spans.map(({ slot }) => slot),
    residenceIds: spans.map(({ residenceId }) => residenceId),
    states: spans.map(({ state }) => state),
    spans: spans.map(({ span }) => span),
    spansFrom: spans.map(({ from }) => from),
    spansTo: spans.map(({ to }) => to)
  }
}

/** A query with a row for each range that holds any: its place in the list, and its count. */
export function sumOfCounts(lists: CountedLists): RawBuilder<{ slot: number; count: number }> {
  return sql`
    select asked.slot, sum(tasks)::integer as count from unnest(
      ${lists.slots}::integer[], ${lists.residenceIds}::uuid[], ${lists.states}::text[],
      ${lists.spans}::text[], ${lists.spansFrom}::date[], ${lists.spansTo}::date[]
    ) asked (slot, residence_id, state, span, from_on, to_on)
    join task_counts counted on counted.residence_id = asked.residence_id and counted.state = asked.state
      and counted.span = asked.span and counted.sort_on between asked.from_on and asked.to_on
    group by asked.slot`
}

/** Rows that say nothing any more. At most `limit`, so that no statement takes long; gives back how many. */
export async function deleteEmptyCounts(db: Db, limit: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from task_counts where ctid = any (array(
      select ctid from task_counts where tasks = 0 limit ${limit} for update skip locked))`.execute(db)
  return Number(numAffectedRows)
}

/** A count that is not what the tasks say. */
export type WrongCount = {
  residenceId: string
  state: string
  span: string
  sortOn: string
  counted: number
  actual: number
}

/** Counts all tasks anew and compares: the first hundred differences. Reads whole tables; for `doctor` and for tests. */
export async function checkTaskCounts(db: Db): Promise<WrongCount[]> {
  const { rows } = await sql<WrongCount>`
    with placed as (
      select residence_id, state, case state when 'open' then sort_on else 'infinity' end as sort_on from tasks
      where state <> 'off_board'
    ),
    spans as (
      select residence_id, state, 'month' as span, date_trunc('month', sort_on::timestamp)::date as sort_on from placed
      union all
      select residence_id, state, 'day', sort_on from placed where state = 'open'
    ),
    actual as (
      select residence_id, state, span, sort_on, count(*) as tasks from spans group by residence_id, state, span, sort_on
    )
    select residence_id as "residenceId", state, span, sort_on as "sortOn",
      coalesce(counted.tasks, 0) as counted, coalesce(actual.tasks, 0) as actual
    from task_counts counted full join actual using (residence_id, state, span, sort_on)
    where coalesce(counted.tasks, 0) <> coalesce(actual.tasks, 0)
    order by residence_id, state, span, sort_on limit 100`.execute(db)
  return rows
}
