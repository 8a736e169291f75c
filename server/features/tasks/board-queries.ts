import { sql, type RawBuilder } from 'kysely'
import type { Card } from '#contract/board.ts'
import type { Column } from '#contract/tasks.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { prepared } from '#server/platform/postgres/prepared.ts'
import { columnOf, columnStates, earliest, firstPageSize, latest, type ColumnRange } from './board-rules.ts'
import { countedLists, sumOfCounts, type CountedLists } from './count-queries.ts'
import { money } from './queries.ts'

/** Where a page of a column goes on: date (`sort_on`, for completed tasks the day they were done) and id of its last card. */
export type CardKey = readonly [on: string, id: string]

/** A column as the database has it: one card more than `limit` tells that there are more. */
export type ColumnPage = { readonly cards: readonly Card[]; readonly nextKey: CardKey | undefined }
export type CountedColumn = ColumnPage & { readonly name: Column; readonly count: number }

/** The first pages of all columns with their exact counts: one statement, so that they fit together. */
export async function readBoard(db: Db, residenceId: string, ranges: readonly ColumnRange[]): Promise<CountedColumn[]> {
  const dates = Object.fromEntries(
    ranges.flatMap(({ from, to }, slot) => [
      [`from${slot}`, from],
      [`to${slot}`, to]
    ])
  )
  const counts = countedLists(ranges.map((range) => ({ ...range, residenceId })))
  const rows = await boardRows(db, { residenceId, ...dates, ...counts })
  const bySlot = Map.groupBy(rows, (row) => row.slot)
  return ranges.map((range, slot) => {
    const own = bySlot.get(slot) ?? []
    const page = columnPage(own, { range, residenceId, limit: firstPageSize })
    return { ...page, name: range.name, count: own[0]?.count ?? 0 }
  })
}

/** The first and last day of each column, by its place on the board. */
type ColumnDates = { readonly [day in `from${number}` | `to${number}`]: string }

const boardRows = prepared((db, at: { residenceId: string } & CountedLists & ColumnDates) => {
  const pages = columnStates.map(({ name, state }, slot) => {
    const range = { name, state, from: at[`from${slot}`] ?? '', to: at[`to${slot}`] ?? '' }
    return sql`(select ${cardColumns}, ${sql.lit(slot)} as slot,
      (select count from counts where counts.slot = ${sql.lit(slot)}) as count
      ${cardsOf(range, { residenceId: at.residenceId, limit: firstPageSize })})`
  })
  return sql<CardRow & { slot: number; count: number }>`
    with counts as materialized (${sumOfCounts(at)}) ${sql.join(pages, sql` union all `)}`.compile(db)
})

/** One page of one column. */
export async function readColumn(
  db: Db,
  range: ColumnRange,
  page: { residenceId: string; after: CardKey | undefined; limit: number }
): Promise<ColumnPage> {
  const { rows } = await sql<CardRow>`select ${cardColumns} ${cardsOf(range, page)}`.execute(db)
  return columnPage(rows, { range, ...page })
}

/** The first open cards by date of several residences together. `to`: the last day; `ranges`: the reader's columns there. */
export async function readFirstCards(
  db: Db,
  asked: readonly { residenceId: string; to: string; ranges: readonly ColumnRange[] }[],
  limit: number
): Promise<Card[]> {
  const { rows } = await sql<CardRow & { residence_id: string }>`
    select first.* from unnest(${asked.map((each) => each.residenceId)}::uuid[], ${asked.map((each) => each.to)}::date[])
      asked (residence_id, to_on),
    lateral (
      select ${cardColumns}, residence_id from tasks
      where residence_id = asked.residence_id and state = 'open' and sort_on <= asked.to_on
      order by sort_on, id limit ${sql.lit(limit)}
    ) first
    order by first.due_on, first.id limit ${sql.lit(limit)}`.execute(db)
  const rangesOf = new Map(asked.map(({ residenceId, ranges }) => [residenceId, ranges]))
  return rows.flatMap((row) => {
    const column = columnOf({ state: 'open', dueOn: row.due_on }, rangesOf.get(row.residence_id) ?? [])
    return column ? card(row, row.residence_id, column) : []
  })
}

/** What a card needs and no more. */
const cardColumns = sql.raw(
  `id, title, category, priority, due_on, time_of_day, recurring, assignee_id, estimated_minutes, estimated_cost_minor,
  estimated_cost_currency, checklist_done, checklist_total, completion_count, last_completed_on`
)
type CardRow = {
  id: string
  title: string
  category: Card['category']
  priority: Card['priority']
  due_on: string | null
  time_of_day: string | null
  recurring: boolean
  assignee_id: string | null
  estimated_minutes: number | null
  estimated_cost_minor: number | null
  estimated_cost_currency: string | null
  checklist_done: number
  checklist_total: number
  completion_count: number
  last_completed_on: string | null
}

type PageOfCards = { residenceId: string; after?: CardKey | undefined; limit: number }

/** From, where, order and limit: one index range, in the index's order. */
function cardsOf({ state, from, to }: ColumnRange, { residenceId, after, limit }: PageOfCards): RawBuilder<unknown> {
  const own = sql`from tasks where residence_id = ${residenceId} and state = ${sql.lit(state)}`
  if (state === 'completed') {
    const key = sql.raw(`coalesce(last_completed_on, '-infinity')`)
    const rest = after ? sql`and (${key}, id) < (${after[0]}::date, ${after[1]}::uuid)` : sql``
    return sql`${own} ${rest} order by ${key} desc, id desc limit ${sql.lit(limit + 1)}`
  }
  const rest = after ? sql`and (sort_on, id) > (${after[0]}::date, ${after[1]}::uuid)` : sql``
  return sql`${own} and sort_on between ${from}::date and ${to}::date ${rest}
    order by sort_on, id limit ${sql.lit(limit + 1)}`
}

function columnPage(
  rows: readonly CardRow[],
  { range, residenceId, limit }: PageOfCards & { range: ColumnRange }
): ColumnPage {
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    cards: shown.map((row) => card(row, residenceId, range.name)),
    nextKey: last && [keyDate(last, range), last.id]
  }
}

function keyDate(row: CardRow, { state }: ColumnRange): string {
  return state === 'completed' ? (row.last_completed_on ?? earliest) : (row.due_on ?? latest)
}

function card(row: CardRow, residenceId: string, column: Card['column']): Card {
  return {
    id: row.id,
    residenceId,
    title: row.title,
    category: row.category,
    priority: row.priority,
    dueOn: row.due_on,
    timeOfDay: row.time_of_day,
    recurring: row.recurring,
    column,
    assigneeId: row.assignee_id,
    estimatedMinutes: row.estimated_minutes,
    estimatedCost: money(row.estimated_cost_minor, row.estimated_cost_currency),
    checklistDone: row.checklist_done,
    checklistTotal: row.checklist_total,
    completionCount: row.completion_count,
    lastCompletedOn: row.last_completed_on
  }
}
