import { MutationCache, QueryCache, QueryClient, type FetchQueryOptions, type QueryKey } from '@tanstack/react-query'
import { ApiProblem } from '../api.ts'
import { mayBeSignedIn } from './preferences.ts'

const endings = new Set<() => void>()

/** Called when an answer says that the session is over. */
export function onSessionEnd(listener: () => void): () => void {
  endings.add(listener)
  return () => endings.delete(listener)
}

function watchSession(error: unknown): void {
  if (error instanceof ApiProblem && error.code === 'not_signed_in') for (const listener of endings) listener()
}

/**
 * Worth another try by itself: the answer got lost or the service asked for a moment, and has not already waited for a store
 * as long as anybody would. Writes carry an Idempotency-Key.
 */
function isPassing(failures: number, error: unknown): boolean {
  return (
    failures < 2 &&
    error instanceof ApiProblem &&
    ((error.status === 503 && error.code !== 'store_unavailable') || (error.code === 'offline' && navigator.onLine))
  )
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: watchSession }),
  mutationCache: new MutationCache({ onError: watchSession }),
  defaultOptions: {
    // `always`: without a connection say so at once instead of waiting in silence
    queries: { retry: isPassing, networkMode: 'always', staleTime: 5_000, structuralSharing: false },
    mutations: { retry: isPassing, networkMode: 'always' }
  }
})

/** Starts a reading that the page will want while its code still loads; whether it succeeds is the page's business. */
export function readAhead<T, K extends QueryKey>(query: FetchQueryOptions<T, Error, T, K>): null {
  if (mayBeSignedIn()) void queryClient.prefetchQuery(query)
  return null
}
