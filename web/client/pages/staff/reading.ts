import { skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import type { findPurchases } from '#contract/staff.ts'
import type { Input } from '#contract/route.ts'

/**
 * How staff reads: whoever it is about finds each reading among their events. So none happens because a window is looked at
 * once more, and nothing is kept of what nobody looks at.
 */
export const onPurpose = {
  staleTime: Infinity,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false
} as const

/** What was looked for; `time` tells looking again from what is in sight. */
export type Question = Input<typeof findPurchases>['body'] & { readonly time: number }
export type StaffTab = 'find' | 'alerts' | 'transfers' | 'nobodys'
/** Where one was, for whoever comes back from a purchase within the hour; forgotten with everything else at signing out. */
type Place = { readonly tab: StaffTab; readonly question: Question | undefined }

export function usePlace(): [place: Place, change: (change: Partial<Place>) => void] {
  const queryClient = useQueryClient()
  const key = ['staff', 'place']
  const { data: place = { tab: 'find', question: undefined } } = useQuery<Place>({
    queryKey: key,
    queryFn: skipToken,
    gcTime: 3_600_000
  })
  return [place, (change) => queryClient.setQueryData(key, { ...place, ...change })]
}
