import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Input } from '#contract/route.ts'
import type { Schedule } from '#contract/schedule.ts'
import { previewSchedule } from '#contract/schedule.ts'
import { ApiProblem, call } from '../../../../api.ts'

/** How long typing may pause before the server is asked, in milliseconds. */
const pauseMs = 250
const shown = 5

/** The next five dates of a schedule, or why it has none. An answer to what was asked before never shows: each has its own key. */
export function usePreview(schedule: Schedule, startOn: string) {
  const wanted = JSON.stringify({ schedule, startOn, count: shown })
  const asked = useSettled(wanted)
  const query = useQuery({
    queryKey: [previewSchedule.path, asked],
    queryFn: ({ signal }) =>
      call(previewSchedule, { body: JSON.parse(asked) as Input<typeof previewSchedule>['body'] }, signal), // written above
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before
  })
  const problem = query.error instanceof ApiProblem ? query.error : undefined
  return {
    dates: query.data?.dates,
    rrule: query.data?.rrule,
    problem,
    isOld: query.isPlaceholderData || asked !== wanted
  }
}

/** The value once it has not changed for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
