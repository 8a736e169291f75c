import type { Column } from '#contract/tasks.ts'

/** What of a task's place on the board does not depend on the date; derived by the database (`tasks.state`). */
export type TaskState = 'off_board' | 'completed' | 'in_progress' | 'open'

/** What a person's board depends on besides the tasks: the residence's date and the person's threshold. */
export type BoardDay = { readonly today: Temporal.PlainDate; readonly dueSoonDays: number }

/** Tasks of one state whose date lies between two days, both inclusive. Tasks without a date have `sort_on` 'infinity'. */
export type DateRange = { readonly state: TaskState; readonly from: string; readonly to: string }
export type ColumnRange = DateRange & { readonly name: Column }

/** PostgreSQL's words. ISO dates and these compare as text as they do as dates. */
export const earliest = '-infinity'
export const latest = 'infinity'

/**
 * The board, in the order shown: which state, and from how many to how many days after today. A task that is off the board
 * has no column; completed and in progress win over every date because they are states of their own.
 */
const columnRules: readonly {
  readonly name: Column
  readonly state: TaskState
  readonly days: (dueSoonDays: number) => readonly [from: number, to: number]
}[] = [
  { name: 'overdue_tasks', state: 'open', days: () => [-Infinity, -1] },
  { name: 'due_soon_tasks', state: 'open', days: (dueSoonDays) => [0, dueSoonDays] },
  { name: 'upcoming_tasks', state: 'open', days: (dueSoonDays) => [dueSoonDays + 1, Infinity] },
  { name: 'in_progress_tasks', state: 'in_progress', days: () => [-Infinity, Infinity] },
  { name: 'completed_tasks', state: 'completed', days: () => [-Infinity, Infinity] }
]

/** The columns without their dates, which depend on the day. */
export const columnStates: readonly Pick<ColumnRange, 'name' | 'state'>[] = columnRules

export const firstPageSize = 20

/** The columns as ranges of dates: for the queries, and for `columnOf`. */
export function columnRanges({ today, dueSoonDays }: BoardDay): ColumnRange[] {
  return columnRules.map(({ name, state, days }) => {
    const [from, to] = days(dueSoonDays)
    return { name, state, from: dayFrom(today, from), to: dayFrom(today, to) }
  })
}

/** Null: not on the board. */
export function columnOf(
  { state, dueOn }: { state: TaskState; dueOn: string | null },
  ranges: readonly ColumnRange[]
): Column | null {
  const sortOn = dueOn ?? latest
  return ranges.find((range) => range.state === state && range.from <= sortOn && sortOn <= range.to)?.name ?? null
}

/** What "today" shows of a residence: its open tasks that are late, due today, and due on one of the six days after. */
export function todayRanges(today: Temporal.PlainDate) {
  const between = (from: number, to: number): DateRange => ({
    state: 'open',
    from: dayFrom(today, from),
    to: dayFrom(today, to)
  })
  return { overdue: between(-Infinity, -1), dueToday: between(0, 0), dueThisWeek: between(1, 6) }
}

function dayFrom(today: Temporal.PlainDate, days: number): string {
  if (days === -Infinity) return earliest
  return days === Infinity ? latest : today.add({ days }).toString()
}

/** Rows of `task_counts` whose sum is the number of tasks in a range. */
export type CountedSpan = { readonly span: 'day' | 'month'; readonly from: string; readonly to: string }

/** Whole months where the range has them, days at its ends: few rows however long the range is. */
export function countedSpans({ state, from, to }: DateRange): CountedSpan[] {
  if (state !== 'open') return [{ span: 'month', from: latest, to: latest }]
  const firstMonth = from === earliest ? earliest : monthStartFrom(from)
  const afterMonths = to === latest ? latest : monthStartOf(dayAfter(to))
  if (firstMonth >= afterMonths) return [{ span: 'day', from, to }]

  const head: CountedSpan[] = from < firstMonth ? [{ span: 'day', from, to: dayBefore(firstMonth) }] : []
  const months: CountedSpan = { span: 'month', from: firstMonth, to: to === latest ? latest : dayBefore(afterMonths) }
  const tail: CountedSpan[] = to !== latest && afterMonths <= to ? [{ span: 'day', from: afterMonths, to }] : []
  return [...head, months, ...tail]
}

/** The first day of a month on or after the day. */
function monthStartFrom(day: string): string {
  return day.endsWith('-01') ? day : monthStartOf(Temporal.PlainDate.from(day).add({ months: 1 }).toString())
}

function monthStartOf(day: string): string {
  return `${day.slice(0, 8)}01`
}

function dayAfter(day: string): string {
  return Temporal.PlainDate.from(day).add({ days: 1 }).toString()
}

function dayBefore(day: string): string {
  return Temporal.PlainDate.from(day).subtract({ days: 1 }).toString()
}
