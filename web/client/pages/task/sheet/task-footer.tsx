import { Archive, Ban, CalendarDays, Check, Ellipsis, Eye, Pencil, SkipForward, Trash } from 'lucide-react'
import { useState } from 'react'
import type { Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { Menu, type MenuAction } from '../../../../ui/menu.tsx'
import type { TaskAct } from '../../../paths.ts'
import { MoveDateDialog } from '../move-date-dialog.tsx'
import type { Home } from '../use-home.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { InspectDialog } from './inspect-dialog.tsx'
import type { TaskActs } from './use-task-acts.ts'

export type TaskFooterProps = {
  task: Task
  home: Home
  today: string
  acts: TaskActs
  mayComplete: boolean
  onComplete: () => void
  onOpen: (taskId: string, act?: TaskAct) => void
}

type Question = 'inspect' | 'move' | 'delete'

/** The one thing to do, and everything else behind three dots. Nothing is shown that one may not do. */
export function TaskFooter(props: TaskFooterProps) {
  const { task, home, today, acts, mayComplete, onComplete, onOpen } = props
  const [question, setQuestion] = useState<Question>()
  const answered = () => setQuestion(undefined)
  const items = menuItems(props, setQuestion)
  if (items.length === 0 && !mayComplete) return undefined

  return (
    <>
      {items.length > 0 && (
        <Menu
          label={t('task.menu')}
          trigger={
            <IconButton label={t('task.menu')} className="task-menu">
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={items}
        />
      )}
      {mayComplete && (
        <>
          <Button onPress={() => onOpen(task.id, 'complete')}>{t('task.completeWithDetails')}</Button>
          <Button variant="primary" onPress={onComplete}>
            <Check aria-hidden />
            {t('task.complete')}
          </Button>
        </>
      )}
      {!mayComplete && home.may('task.write') && (
        <Button onPress={() => onOpen(task.id, 'edit')}>
          <Pencil aria-hidden />
          {t('action.edit')}
        </Button>
      )}
      {question === 'inspect' && <InspectDialog task={task} today={today} onClose={answered} />}
      {question === 'move' && <MoveDateDialog task={task} today={today} span="any" onClose={answered} />}
      {question === 'delete' && <DeleteDialog task={task} acts={acts} onClose={answered} />}
    </>
  )
}

function menuItems(
  { task, home, acts, mayComplete, onOpen }: TaskFooterProps,
  ask: (question: Question) => void
): MenuAction[] {
  const mayWrite = home.may('task.write')
  const isActive = task.cancelledAt === null && task.archivedAt === null
  const edit = {
    id: 'edit',
    label: t('action.edit'),
    icon: <Pencil aria-hidden />,
    onAction: () => onOpen(task.id, 'edit')
  }
  return [
    ...offer(mayWrite, edit),
    ...offer(mayWrite && mayComplete, {
      id: 'move',
      label: t('task.moveDate'),
      icon: <CalendarDays aria-hidden />,
      onAction: () => ask('move')
    }),
    ...offer(mayComplete, {
      id: 'inspect',
      label: t('task.inspect'),
      icon: <Eye aria-hidden />,
      onAction: () => ask('inspect')
    }),
    ...offer(mayComplete && task.schedule.kind === 'every', {
      id: 'skip',
      label: t('task.skip'),
      icon: <SkipForward aria-hidden />,
      onAction: acts.skip
    }),
    ...offer(mayWrite && mayComplete, {
      id: 'cancel',
      label: t('task.cancel'),
      icon: <Ban aria-hidden />,
      onAction: acts.cancel
    }),
    ...offer(mayWrite && isActive, {
      id: 'archive',
      label: t('task.archive'),
      icon: <Archive aria-hidden />,
      onAction: acts.archive
    }),
    ...offer(home.may('task.delete'), {
      id: 'delete',
      label: t('task.delete'),
      icon: <Trash aria-hidden />,
      danger: true,
      onAction: () => ask('delete')
    })
  ]
}

function offer(condition: boolean, item: MenuAction): MenuAction[] {
  return condition ? [item] : []
}
