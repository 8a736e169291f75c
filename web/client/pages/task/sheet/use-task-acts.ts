import type { Completion } from '#contract/completions.ts'
import { completeTask, undoCompletion } from '#contract/completions.ts'
import {
  archiveTask,
  cancelTask,
  deleteTask,
  startTask,
  stopTask,
  unarchiveTask,
  uncancelTask,
  type Task
} from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { showToast } from '../../../../ui/toast.ts'
import { useSend } from '../../../use-send.ts'

/** Everything that is done to a task with one press. What can be taken back says so for eight seconds instead of asking first. */
export function useTaskActs(task: Task, onClose: () => void) {
  const { title } = task
  const input = { params: { taskId: task.id } }
  const start = useSend(startTask, { show: 'toast' })
  const stop = useSend(stopTask, { show: 'toast' })
  const uncancel = useSend(uncancelTask, { show: 'toast' })
  const unarchive = useSend(unarchiveTask, { show: 'toast' })
  const cancel = useSend(cancelTask, {
    show: 'toast',
    onDone: () => withUndo(t('task.cancelled', { title }), () => uncancel.send(input))
  })
  const archive = useSend(archiveTask, {
    show: 'toast',
    onDone: () => withUndo(t('task.archived', { title }), () => unarchive.send(input))
  })
  const remove = useSend(deleteTask, {
    show: 'toast',
    onDone: () => {
      onClose()
      showToast({ text: t('task.deleted', { title }) })
    }
  })
  const undo = useSend(undoCompletion, {
    show: 'toast',
    onDone: () => void showToast({ text: t('today.undone', { title }) })
  })
  const skip = useSend(completeTask, {
    show: 'toast',
    onDone: ({ completion }) =>
      withUndo(t('task.skipped', { title }), () => undo.send({ params: { completionId: completion.id } }))
  })

  return {
    start: () => start.send(input),
    stop: () => stop.send(input),
    cancel: () => cancel.send(input),
    uncancel: () => uncancel.send(input),
    archive: () => archive.send(input),
    unarchive: () => unarchive.send(input),
    remove: () => remove.send(input),
    skip: () =>
      skip.send({ ...input, body: { kind: 'skipped', dueOn: task.dueOn, completionCount: task.completionCount } }),
    undo: (completion: Completion) => undo.send({ params: { completionId: completion.id } }),
    isPending: [start, stop, cancel, uncancel, archive, unarchive, skip, undo].some((act) => act.isPending),
    isRemoving: remove.isPending
  }
}

export type TaskActs = ReturnType<typeof useTaskActs>

function withUndo(text: string, onAction: () => void): void {
  showToast({ text, action: { label: t('action.undo'), onAction } })
}
