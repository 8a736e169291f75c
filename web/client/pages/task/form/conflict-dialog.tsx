import { useQuery } from '@tanstack/react-query'
import { getTask, type Task, type TaskChange } from '#contract/tasks.ts'
import { q } from '../../../../api.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { Loaded } from '../../../loaded.tsx'
import { partNames } from './part-names.ts'
import { changeOf, type TaskDraft } from './task-draft.ts'

export type ConflictDialogProps = {
  taskId: string
  /** The task as the form was opened with it. */
  before: TaskDraft
  /** What was typed; it is kept whatever is chosen here, until theirs is taken. */
  typed: TaskDraft
  draftOf: (version: Task) => TaskDraft
  onSaveMine: (theirs: Task) => void
  onTakeTheirs: (theirs: Task) => void
  onClose: () => void
}

/** Somebody else saved first. Says what they changed and what both did; nothing typed is lost. */
export function ConflictDialog(props: ConflictDialogProps) {
  const { taskId, before, typed, draftOf, onSaveMine, onTakeTheirs, onClose } = props
  // not what the page holds: that may be the version the form began with
  const query = useQuery({ ...q(getTask, { params: { taskId } }), staleTime: 0, refetchOnMount: 'always' })
  const theirs = query.isFetching ? undefined : query.data
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('conflict.title')}
      closeLabel={t('app.close')}
      footer={
        theirs && (
          <>
            <Button onPress={() => onTakeTheirs(theirs)}>{t('conflict.takeTheirs')}</Button>
            <Button variant="primary" onPress={() => onSaveMine(theirs)}>
              {t('conflict.saveMine')}
            </Button>
          </>
        )
      }
    >
      <Loaded query={{ data: theirs, error: query.error, refetch: query.refetch }} skeleton={[2, 2]}>
        {(version) => (
          <Differences theirs={changeOf(before, draftOf(version)) ?? {}} mine={changeOf(before, typed) ?? {}} />
        )}
      </Loaded>
    </Dialog>
  )
}

function Differences({ theirs, mine }: { theirs: TaskChange; mine: TaskChange }) {
  const both = Object.fromEntries(Object.entries(mine).filter(([part]) => Object.hasOwn(theirs, part)))
  return (
    <>
      <p>{t('conflict.text')}</p>
      {Object.keys(theirs).length > 0 && <p>{t('conflict.theirs', { parts: partNames(theirs) })}</p>}
      {Object.keys(both).length > 0 && <p>{t('conflict.both', { parts: partNames(both) })}</p>}
      <p className="muted">{t('conflict.mine', { parts: partNames(mine) })}</p>
    </>
  )
}
