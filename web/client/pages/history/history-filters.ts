import type { Completion } from '#contract/completions.ts'

type Kind = Completion['kind']
export const kinds: readonly Kind[] = ['done', 'inspected', 'skipped']

/** What the history is limited to; kept in the address. */
export type HistoryFilters = {
  completedBy: string | undefined
  kind: Kind | undefined
  from: string | undefined
  to: string | undefined
}
const names = ['completedBy', 'kind', 'from', 'to'] as const

/** Whatever the address holds that cannot be is left out. */
export function historyFilters(search: URLSearchParams): HistoryFilters {
  return {
    completedBy: search.get('completedBy') || undefined,
    kind: kinds.find((kind) => kind === search.get('kind')),
    from: dateOf(search.get('from')),
    to: dateOf(search.get('to'))
  }
}

function dateOf(text: string | null): string | undefined {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
}

/** The address with other filters; the rest of it stays. */
export function searchWithFilters(search: URLSearchParams, filters: Partial<HistoryFilters>): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of names) {
    if (!Object.hasOwn(filters, name)) continue
    const value = filters[name]
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

/** The filters that are set, ready for the request. */
export function setFilters(filters: HistoryFilters): { [K in keyof HistoryFilters]?: NonNullable<HistoryFilters[K]> } {
  return {
    ...(filters.completedBy !== undefined && { completedBy: filters.completedBy }),
    ...(filters.kind !== undefined && { kind: filters.kind }),
    ...(filters.from !== undefined && { from: filters.from }),
    ...(filters.to !== undefined && { to: filters.to })
  }
}

/** Entries day by day, in the order they come. */
export function byDay(entries: readonly Completion[]): [day: string, entries: Completion[]][] {
  return [...Map.groupBy(entries, (entry) => entry.completedOn)]
}

/**
 * The entries that are the latest of their task as far as it can be known here: the list is newest first, so the first of each
 * task is, unless a filter hides a later one; the server has the last word.
 */
export function latestOfTasks(entries: readonly Completion[]): ReadonlySet<string> {
  const latest = new Map<string, string>()
  for (const entry of entries) if (!latest.has(entry.taskId)) latest.set(entry.taskId, entry.id)
  return new Set(latest.values())
}
