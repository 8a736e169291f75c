import type { Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import type { TaskActs } from './use-task-acts.ts'

/** Names what goes for good, and offers what can be taken back before it. */
export function DeleteDialog({ task, acts, onClose }: { task: Task; acts: TaskActs; onClose: () => void }) {
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('task.deleteTitle', { title: task.title })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('task.deleteKeep')}</Button>
          {task.archivedAt === null && (
            <Button
              onPress={() => {
                acts.archive()
                onClose()
              }}
            >
              {t('task.archive')}
            </Button>
          )}
          <Button variant="danger" onPress={acts.remove} isPending={acts.isRemoving}>
            {t('task.delete')}
          </Button>
        </>
      }
    >
      <p>
        {task.completionCount === 0
          ? t('task.deleteText')
          : t('task.deleteTextHistory', { count: task.completionCount })}
      </p>
      {task.archivedAt === null && <p className="muted">{t('task.deleteHint')}</p>}
    </Dialog>
  )
}
