import type { Category, Priority } from '#contract/tasks.ts'
import { categories, priorities } from '../task/words.ts'

/** Which tasks the list shows; the board itself knows only open and done ones. */
export const states = ['active', 'completed', 'cancelled', 'archived', 'all'] as const
export type State = (typeof states)[number]

/** What the list is limited to; kept in the address. Any of it turns the columns into a list. */
export type BoardFilters = {
  search: string | undefined
  /** A member's id, or `none`. */
  assignee: string | undefined
  category: Category | undefined
  priority: Priority | undefined
  state: State | undefined
  /** An appliance's and a room's id. */
  assetId: string | undefined
  areaId: string | undefined
}
const names: readonly (keyof BoardFilters)[] = [
  'search',
  'assignee',
  'category',
  'priority',
  'state',
  'assetId',
  'areaId'
]

/** Whatever the address holds that cannot be is left out. */
export function boardFilters(search: URLSearchParams): BoardFilters {
  const one = <T extends string>(name: string, known: readonly T[]) => known.find((each) => each === search.get(name))
  return {
    search: search.get('search')?.trim().slice(0, 200) || undefined,
    assignee: search.get('assignee') || undefined,
    category: one('category', categories),
    priority: one('priority', priorities),
    state: one('state', states),
    assetId: search.get('assetId') || undefined,
    areaId: search.get('areaId') || undefined
  }
}

/** The filters that are set, as the request wants them. */
export function setFilters(filters: Partial<BoardFilters>): Partial<Record<keyof BoardFilters, string>> & SetFilters {
  const { search, assignee, category, priority, state, assetId, areaId } = filters
  return {
    ...(search !== undefined && { search }),
    ...(assignee !== undefined && { assignee }),
    ...(category !== undefined && { category }),
    ...(priority !== undefined && { priority }),
    ...(state !== undefined && { state }),
    ...(assetId !== undefined && { assetId }),
    ...(areaId !== undefined && { areaId })
  }
}
type SetFilters = { category?: Category; priority?: Priority; state?: State }

/** How many are set besides the search, which shows itself. */
export function filterCount({ search: _search, ...others }: BoardFilters): number {
  return Object.values(others).filter((value) => value !== undefined).length
}

/** The address with other filters; the rest of it stays. */
export function searchWithFilters(search: URLSearchParams, change: Partial<BoardFilters>): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of names) {
    if (!Object.hasOwn(change, name)) continue
    const value = change[name]
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}
