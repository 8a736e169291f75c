import { useNavigate } from 'react-router'
import { queryClient } from './query-client.ts'

/**
 * Leaves the page of something that is no more, and forgets what was read of it. The page is off the screen before that (`flushSync`):
 * one that is drawn once more would ask for it again.
 */
export function useLeavePage(): (id: string, to: string) => Promise<void> {
  const navigate = useNavigate()
  return async (id, to) => {
    await navigate(to, { replace: true, flushSync: true })
    queryClient.removeQueries({ predicate: ({ queryKey }) => JSON.stringify(queryKey).includes(id) })
  }
}
