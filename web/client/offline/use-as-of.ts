import { useQueryClient, type QueryCache } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { getMe } from '#contract/accounts.ts'
import { listResidences } from '#contract/residences.ts'
import { answeredAt } from '../../api.ts'

/** The frame around the page shows these, and they hardly change. */
const frame: ReadonlySet<unknown> = new Set([getMe.path, listResidences.path])

/** When the server gave the oldest answer on this page, in milliseconds since 1970; undefined where nothing is shown. */
export function useAsOf(): number | undefined {
  const cache = useQueryClient().getQueryCache()
  return useSyncExternalStore(
    (listener) => cache.subscribe(listener),
    () => asOf(cache)
  )
}

function asOf(cache: QueryCache): number | undefined {
  const times = cache
    .getAll()
    .filter((query) => query.isActive() && !frame.has(query.queryKey[0]))
    .flatMap(({ state }) => timeOf(state.data) ?? [])
  return times.length === 0 ? undefined : Math.min(...times)
}

/** A list that is read page by page is as old as its first page. */
function timeOf(data: unknown): number | undefined {
  if (typeof data !== 'object' || data === null) return undefined
  const pages: unknown = 'pages' in data ? data.pages : undefined
  const answer: unknown = Array.isArray(pages) ? pages[0] : data
  return typeof answer === 'object' && answer !== null ? answeredAt(answer) : undefined
}
