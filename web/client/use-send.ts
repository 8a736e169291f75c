import type { Input, Output, Route } from '#contract/route.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, call } from '../api.ts'
import { refusedUntilRoom } from '../limit-reached.ts'
import { showToast } from '../ui/toast.ts'
import { mayBeSignedIn } from './preferences.ts'
import { fieldTexts, problemText } from './problem-text.ts'

type Options<R extends Route> = {
  /** After the answer; what is on screen is read anew at the same time. */
  onDone?: (output: Output<R>, input: Input<R>) => void | Promise<void>
  /** `toast` for a press of a button; `form` (default) when the page shows `problem` itself. */
  show?: 'toast' | 'form'
  /** False for a first half whose answer changes nothing on screen; the readings would be under way during the second half. */
  readsAnew?: boolean
}

/** Sends one write of the contract: pending state, the problem in words, the refused fields, and fresh data afterwards. */
export function useSend<R extends Route>(route: R, { onDone, show = 'form', readsAnew = true }: Options<R> = {}) {
  const queryClient = useQueryClient()
  const mutation = useMutation<Output<R>, ApiProblem, Input<R>>({
    mutationFn: (input) => call(route, input),
    onSuccess: async (output, input) => {
      await onDone?.(output, input)
      // every reading may show a trace of it; tagged ones answer 304 when they do not
      if (readsAnew && mayBeSignedIn()) void queryClient.invalidateQueries()
    },
    onError: (problem) => {
      // somebody else was quicker, or took it away: what is on screen is out of date
      if ([404, 409, 412].includes(problem.status)) void queryClient.invalidateQueries()
      if (problem.limit) refusedUntilRoom(mutation.reset)
      if (show === 'toast') showToast({ text: textOf(problem), tone: 'problem' })
    }
  })
  return {
    send: (input: Input<R>) => mutation.mutate(input),
    isPending: mutation.isPending,
    problem: mutation.error,
    /** The text of each refused body field, by name. */
    fields: fieldTexts(mutation.error),
    reset: mutation.reset
  }
}

function textOf(problem: unknown): string {
  return problem instanceof ApiProblem ? problemText(problem) : problemText(new ApiProblem('unexpected_answer'))
}
