import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import { ApiProblem, call } from '../api.ts'
import { t } from '../messages/i18n.ts'
import { showToast } from '../ui/toast.ts'
import { problemText } from './problem-text.ts'

type Completable = { id: string; title: string; dueOn: string | null }

/** One tap: the task is done as of today, and for eight seconds that can be taken back. `leaving` holds what is on its way. */
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
    mutationFn: ({ id, dueOn }: Completable) =>
      call(completeTask, { params: { taskId: id }, body: { kind: 'done', dueOn } }),
    onMutate: ({ id }) => setLeaving((before) => new Set(before).add(id)),
    onSuccess: async ({ completion }) => {
      const action = { label: t('action.undo'), onAction: () => undoing.mutate(completion.id) }
      showToast({ text: t('today.done', { title: completion.taskTitle }), action })
    },
    onError: showProblem,
    onSettled: async (_, __, { id }) => {
      await queryClient.invalidateQueries()
      setLeaving((before) => new Set([...before].filter((other) => other !== id)))
    }
  })
  return { complete: (task: Completable) => completing.mutate(task), leaving }
}

function showProblem(error: unknown): void {
  const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
  showToast({ text: problemText(problem), tone: 'problem' })
}
