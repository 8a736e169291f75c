import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getTask, updateTask, type Task } from '#contract/tasks.ts'
import { etagOf, q } from '../../../../api.ts'
import { activeLocale, t } from '../../../../messages/i18n.ts'
import { Sheet } from '../../../../ui/dialog.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Loaded } from '../../../loaded.tsx'
import { useSend } from '../../../use-send.ts'
import { useHome, type Home } from '../use-home.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { changeOf, taskDraft, type TaskDraft } from './task-draft.ts'
import { TaskForm } from './task-form.tsx'

/** The form of a task that exists. */
export function EditTask({ taskId, onBack }: { taskId: string; onBack: () => void }) {
  const query = useQuery(q(getTask, { params: { taskId } }))
  const home = useHome(query.data?.residenceId)
  if (query.data !== undefined && home.home !== undefined && home.may('task.write'))
    return <Editor task={query.data} home={home} residence={home.home} onBack={onBack} />

  const refused = home.home === undefined ? null : new Error('task.write')
  return (
    <Sheet isOpen onClose={onBack} title={t('taskForm.edit')} closeLabel={t('app.close')}>
      <Loaded query={{ data: undefined, error: query.error ?? refused, refetch: query.refetch }} skeleton={[3, 3, 8]}>
        {() => null}
      </Loaded>
    </Sheet>
  )
}

type EditorProps = { task: Task; home: Home; residence: NonNullable<Home['home']>; onBack: () => void }

/** Keeps the version the form was opened with, and sends only what was changed since. */
function Editor({ task, home, residence, onBack }: EditorProps) {
  const draftOf = (version: Task) => taskDraft(version, residence, activeLocale())
  const [base, setBase] = useState(task)
  const [typed, setTyped] = useState<TaskDraft>()
  const initial = draftOf(base)
  const sending = useSend(updateTask, {
    onDone: () => {
      onBack()
      showToast({ text: t('action.saved') })
    }
  })
  const isConflict = sending.problem?.code === 'precondition_failed' && !sending.isPending

  function save(draft: TaskDraft, onto: Task): void {
    setTyped(draft)
    const body = changeOf(initial, draft)
    if (body === undefined) return onBack()
    const ifMatch = etagOf(onto)
    return sending.send({ params: { taskId: task.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
  }

  return (
    <>
      <TaskForm
        key={base.updatedAt}
        title={t('taskForm.edit')}
        initial={initial}
        isKept
        residenceId={residence.id}
        members={home.members}
        today={residence.today}
        sending={{ ...sending, problem: isConflict ? null : sending.problem }}
        submitLabel={t('action.save')}
        onSave={(draft) => save(draft, base)}
        onClose={onBack}
      />
      {isConflict && typed !== undefined && (
        <ConflictDialog
          taskId={task.id}
          before={initial}
          typed={typed}
          draftOf={draftOf}
          onSaveMine={(theirs) => save(typed, theirs)}
          onTakeTheirs={(theirs) => {
            sending.reset()
            setBase(theirs)
          }}
          onClose={sending.reset}
        />
      )}
    </>
  )
}
