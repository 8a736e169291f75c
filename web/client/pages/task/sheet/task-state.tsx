import { Archive, Ban, CircleDashed, Flag } from 'lucide-react'
import type { Task } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { Button } from '../../../../ui/button.tsx'
import { columnLook } from '../column-look.ts'
import { DueTime } from '../due-time.tsx'
import type { Home } from '../use-home.ts'
import { priorityKey } from '../words.ts'
import type { TaskActs } from './use-task-acts.ts'

/** Where the task stands, in words; what puts it back when it is off the board. */
export function TaskState({ task, today, home, acts }: { task: Task; today: string; home: Home; acts: TaskActs }) {
  if (task.column === null) return <OffBoard task={task} home={home} acts={acts} />
  const { key, tone, Icon } = columnLook[task.column]
  const important = task.priority === 'high' || task.priority === 'urgent'
  const canMove = task.column !== 'completed_tasks' && home.may('task.write')
  return (
    <div className="spread">
      <p className="row task-state">
        <Badge tone={tone} icon={<Icon aria-hidden />}>
          {t(key)}
        </Badge>
        {task.dueOn !== null && (
          <DueTime dueOn={task.dueOn} today={today} timeOfDay={task.schedule.timeOfDay ?? null} className="task-due" />
        )}
        {important && (
          <Badge tone={task.priority === 'urgent' ? 'overdue' : 'due-soon'} icon={<Flag aria-hidden />}>
            {t(priorityKey[task.priority])}
          </Badge>
        )}
      </p>
      {canMove && <ProgressButton task={task} acts={acts} />}
    </div>
  )
}

function ProgressButton({ task, acts }: { task: Task; acts: TaskActs }) {
  const running = task.inProgressSince !== null
  return (
    <Button onPress={running ? acts.stop : acts.start} isDisabled={acts.isPending}>
      <CircleDashed aria-hidden />
      {t(running ? 'task.stop' : 'task.start')}
    </Button>
  )
}

function OffBoard({ task, home, acts }: { task: Task; home: Home; acts: TaskActs }) {
  const isCancelled = task.cancelledAt !== null
  const Icon = isCancelled ? Ban : Archive
  return (
    <div className="task-notice spread">
      <Badge icon={<Icon aria-hidden />}>{t(isCancelled ? 'task.isCancelled' : 'task.isArchived')}</Badge>
      {home.may('task.write') && (
        <Button onPress={isCancelled ? acts.uncancel : acts.unarchive} isDisabled={acts.isPending}>
          {t('task.bringBack')}
        </Button>
      )}
    </div>
  )
}
