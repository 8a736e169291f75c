import { ListPlus } from 'lucide-react'
import { useState } from 'react'
import { createTask } from '#contract/tasks.ts'
import { activeLocale, t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Sheet } from '../../../../ui/dialog.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Loaded } from '../../../loaded.tsx'
import { NearLimit } from '../../../plan/near-limit.tsx'
import { useSend } from '../../../use-send.ts'
import { useHome, type Home } from '../use-home.ts'
import { BulkAdd } from './bulk-add.tsx'
import { newTaskDraft, newTaskOf } from './task-draft.ts'
import { TaskForm } from './task-form.tsx'

export type NewTaskProps = { residenceId: string; on: string | null; assetId: string | null; onClose: () => void }

/** The form of a new task, or of several at once. */
export function NewTask({ residenceId, on, assetId, onClose }: NewTaskProps) {
  const home = useHome(residenceId)
  const [several, setSeveral] = useState(false)
  if (home.home !== undefined && home.may('task.write'))
    return several ? (
      <BulkAdd residence={home.home} on={on} onClose={onClose} onOne={() => setSeveral(false)} />
    ) : (
      <OneTask
        home={home}
        residence={home.home}
        on={on}
        assetId={assetId}
        onClose={onClose}
        onSeveral={() => setSeveral(true)}
      />
    )

  const refused = home.home === undefined ? home.error : new Error('task.write')
  return (
    <Sheet isOpen onClose={onClose} title={t('taskForm.new')} closeLabel={t('app.close')}>
      <Loaded query={{ data: undefined, error: refused, refetch: () => undefined }} skeleton={[3, 3, 8]}>
        {() => null}
      </Loaded>
    </Sheet>
  )
}

type OneTaskProps = {
  home: Home
  residence: NonNullable<Home['home']>
  on: string | null
  assetId: string | null
  onClose: () => void
  onSeveral: () => void
}

function OneTask({ home, residence, on, assetId, onClose, onSeveral }: OneTaskProps) {
  const [initial] = useState(() => ({ ...newTaskDraft(residence, activeLocale(), on), assetId }))
  const sending = useSend(createTask, {
    onDone: ({ title }) => {
      onClose()
      showToast({ text: t('taskForm.created', { title }) })
    }
  })
  return (
    <TaskForm
      title={t('taskForm.new')}
      initial={initial}
      isKept={false}
      residenceId={residence.id}
      members={home.members}
      today={residence.today}
      sending={sending}
      submitLabel={t('taskForm.create')}
      onSave={(draft) => sending.send({ params: { residenceId: residence.id }, body: newTaskOf(draft) })}
      onClose={onClose}
      lead={
        <>
          <Button variant="quiet" className="several" onPress={onSeveral}>
            <ListPlus aria-hidden />
            {t('bulk.open')}
          </Button>
          <NearLimit of="tasks" residenceId={residence.id} />
        </>
      }
    />
  )
}
