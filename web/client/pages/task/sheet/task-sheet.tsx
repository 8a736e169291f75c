import './task-sheet.css'
import { useQuery } from '@tanstack/react-query'
import { getTask, type Task } from '#contract/tasks.ts'
import { q } from '../../../../api.ts'
import { t } from '../../../../messages/i18n.ts'
import { Sheet } from '../../../../ui/dialog.tsx'
import { Loaded } from '../../../loaded.tsx'
import type { TaskAct } from '../../../paths.ts'
import { useCompleteAtOnce } from '../../../complete-at-once.ts'
import { WaitingNote } from '../../../offline/waiting-marks.tsx'
import { useWaitingFor } from '../../../offline/waiting.ts'
import { GuestSection } from '../guests/guest-section.tsx'
import { useHome } from '../use-home.ts'
import { CompleteDialog } from './complete-dialog.tsx'
import { TaskChecklist } from './task-checklist.tsx'
import { TaskFacts } from './task-facts.tsx'
import { TaskFooter } from './task-footer.tsx'
import { TaskHistory } from './task-history.tsx'
import { TaskState } from './task-state.tsx'
import { useTaskActs } from './use-task-acts.ts'

export type TaskSheetProps = {
  taskId: string
  /** The dialog for a completion with its details is open. */
  completing: boolean
  onClose: () => void
  onOpen: (taskId: string, act?: TaskAct) => void
  /** Out of what was opened from the sheet. */
  onBack: () => void
}

/** One task: what it is, what can be done with it, and what was. */
export function TaskSheet(props: TaskSheetProps) {
  const query = useQuery(q(getTask, { params: { taskId: props.taskId } }))
  if (query.data !== undefined) return <LoadedSheet {...props} task={query.data} />
  return (
    <Sheet isOpen onClose={props.onClose} title={t('task.title')} closeLabel={t('app.close')}>
      <Loaded query={query} skeleton={[2, 6, 4, 4]}>
        {() => null}
      </Loaded>
    </Sheet>
  )
}

function isOpen({ cancelledAt, archivedAt, column }: Task): boolean {
  return cancelledAt === null && archivedAt === null && column !== 'completed_tasks'
}

function LoadedSheet({ task, completing, onClose, onOpen, onBack }: TaskSheetProps & { task: Task }) {
  const home = useHome(task.residenceId)
  const acts = useTaskActs(task, onClose)
  const { complete } = useCompleteAtOnce()
  const waiting = useWaitingFor(task.id)
  const mayComplete = isOpen(task) && waiting === undefined && home.may('task.complete')

  return (
    <>
      <Sheet
        isOpen
        onClose={onClose}
        title={task.title}
        closeLabel={t('app.close')}
        footer={
          home.home !== undefined && (
            <TaskFooter
              task={task}
              home={home}
              today={home.home.today}
              acts={acts}
              mayComplete={mayComplete}
              onComplete={() => {
                complete(task)
                onClose()
              }}
              onOpen={onOpen}
            />
          )
        }
      >
        {home.home === undefined ? (
          <Loaded query={{ data: home.home, error: home.error, refetch: () => undefined }}>{() => null}</Loaded>
        ) : (
          <>
            <WaitingNote waiting={waiting} />
            <TaskState task={task} today={home.home.today} home={home} acts={acts} />
            <TaskChecklist task={task} mayTick={home.may('task.complete')} />
            <TaskFacts task={task} home={home} />
            <GuestSection task={task} home={home} residence={home.home} isOpen={isOpen(task)} />
            <TaskHistory task={task} mayChange={home.may('task.complete')} onUndo={acts.undo} />
          </>
        )}
      </Sheet>
      {completing && mayComplete && home.home !== undefined && (
        <CompleteDialog task={task} home={home.home} members={home.members} onBack={onBack} onClose={onClose} />
      )}
    </>
  )
}
