import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { undoCompletion } from '#contract/completions.ts'
import { ApiProblem, call } from '../api.ts'
import { t } from '../messages/i18n.ts'
import { showToast } from '../ui/toast.ts'
import { attemptAt, completeOrWait, type Attempt } from './offline/complete.ts'
import { showWaits } from './offline/show-waits.ts'
import type { DoneTask } from './offline/waiting.ts'
import { problemText } from './problem-text.ts'

type Completable = DoneTask & { readonly dueOn: string | null; readonly completionCount: number }

/** One tap: the task is done as of today, and for eight seconds that can be taken back; without a connection it waits. `leaving` holds what is on its way. */
export function useCompleteAtOnce() {
  const queryClient = useQueryClient()
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set())
  const undoing = useMutation({
    mutationFn: (completionId: string) => call(undoCompletion, { params: { completionId } }),
    onSuccess: async (task) => {
      await queryClient.invalidateQueries()
      showToast({ text: t('today.undone', { title: task.title }) })
    },
    onError: showProblem
  })
  const completing = useMutation({
    mutationFn: (attempt: Attempt) => completeOrWait(attempt),
    onMutate: ({ task }) => setLeaving((before) => new Set(before).add(task.id)),
    onSuccess: (done, attempt) => {
      if (done === undefined) return showWaits(attempt)
      const { completion } = done
      const action = { label: t('action.undo'), onAction: () => undoing.mutate(completion.id) }
      showToast({ text: t('today.done', { title: completion.taskTitle }), action })
    },
    onError: showProblem,
    onSettled: async (_, __, { task }) => {
      await queryClient.invalidateQueries()
      setLeaving((before) => new Set([...before].filter((other) => other !== task.id)))
    }
  })
  return {
    complete: (task: Completable) => {
      const { dueOn, completionCount } = task
      completing.mutate(attemptAt(task, { kind: 'done', dueOn, completionCount }))
    },
    leaving
  }
}

function showProblem(error: unknown): void {
  const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
  showToast({ text: problemText(problem), tone: 'problem' })
}
