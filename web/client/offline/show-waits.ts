import { t } from '../../messages/i18n.ts'
import { showToast } from '../../ui/toast.ts'
import { waitingQueue } from './complete.ts'
import type { Waiting } from './waiting.ts'

/** Done, and to be sent: for eight seconds the note takes it back, later the list and the card do. */
export function showWaits(waiting: Pick<Waiting, 'id' | 'task'>): void {
  const action = { label: t('action.undo'), onAction: () => void takeBack(waiting) }
  showToast({ text: t('waiting.waits', { title: waiting.task.title }), action })
}

export async function takeBack({ id, task: { title } }: Pick<Waiting, 'id' | 'task'>): Promise<void> {
  const { undoWaiting } = await waitingQueue()
  const isTakenBack = await undoWaiting(id)
  showToast({ text: isTakenBack ? t('today.undone', { title }) : t('waiting.sentAlready') })
}
