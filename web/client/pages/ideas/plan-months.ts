import type { Plan } from '#contract/catalogue.ts'

export type PlanEntry = {
  readonly templateId: string
  readonly title: string
  readonly minutes: number
  readonly date: string
}
/** `month`: its first day. */
export type PlanMonth = { readonly month: string; readonly minutes: number; readonly entries: readonly PlanEntry[] }

/** The plan by month, from the month of its first day to that of its last, empty ones included. */
export function monthsOf({ from, to, items }: Plan): PlanMonth[] {
  const entries = items
    .flatMap(({ templateId, title, minutes, dates }) => dates.map((date) => ({ templateId, title, minutes, date })))
    .sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0))
  return monthsBetween(from, to).map((month) => {
    const within = entries.filter(({ date }) => date.slice(0, 7) === month)
    return { month: `${month}-01`, minutes: within.reduce((sum, { minutes }) => sum + minutes, 0), entries: within }
  })
}

function monthsBetween(from: string, to: string): string[] {
  const months: string[] = []
  let [year = 0, month = 0] = from.split('-').map(Number)
  for (let each = key(year, month); each <= to.slice(0, 7); each = key(year, month)) {
    months.push(each)
    ;[year, month] = month === 12 ? [year + 1, 1] : [year, month + 1]
  }
  return months
}

function key(year: number, month: number): string {
  return `${year}-${String(month).padStart(2, '0')}`
}

type Accepted = { templateId: string; startOn?: string; assetId?: string }

/** What is sent to accept the plan: each task with its first date, and what it is for. */
export function acceptedTasks({ items }: Plan, left: ReadonlySet<string>, assetId?: string): Accepted[] {
  return items.flatMap(({ templateId, dates: [first] }) =>
    left.has(templateId)
      ? [{ templateId, ...(first !== undefined && { startOn: first }), ...(assetId !== undefined && { assetId }) }]
      : []
  )
}
