import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { deleteResidence, type Residence } from '#contract/residences.ts'
import { getBoard } from '#contract/board.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { queryClient } from '../../query-client.ts'
import { residencesQuery } from '../../session.ts'
import { useLeavePage } from '../../use-leave-page.ts'
import { useSend } from '../../use-send.ts'

/** Names what goes before it goes; the one thing here that cannot be undone. */
export function DeleteSection({ home }: { home: Residence }) {
  const [asking, setAsking] = useState(false)
  return (
    <Card aria-labelledby="delete" className="card-stack">
      <h2 id="delete">{t('home.deleteSection')}</h2>
      <p className="muted">{t('home.deleteText')}</p>
      <Button variant="danger" onPress={() => setAsking(true)}>
        {t('home.delete')}
      </Button>
      {asking && <DeleteDialog home={home} onClose={() => setAsking(false)} />}
    </Card>
  )
}

function DeleteDialog({ home, onClose }: { home: Residence; onClose: () => void }) {
  const leavePage = useLeavePage()
  const { data: board } = useQuery(q(getBoard, { params: { residenceId: home.id } }))
  const deleting = useSend(deleteResidence, {
    onDone: async () => {
      await leavePage(home.id, paths.today())
      await queryClient.refetchQueries({ queryKey: residencesQuery.queryKey })
      showToast({ text: t('home.deleted', { name: home.name }) })
    }
  })
  const taskCount = board?.columns.reduce((sum, column) => sum + column.count, 0) ?? 0

  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('home.deleteTitle', { name: home.name })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            variant="danger"
            isPending={deleting.isPending}
            onPress={() => deleting.send({ params: { residenceId: home.id } })}
          >
            {t('home.deleteConfirm')}
          </Button>
        </>
      }
    >
      {deleting.problem !== null && <FormError>{problemText(deleting.problem)}</FormError>}
      <ul className="delete-list">
        {taskCount > 0 && <li>{t('home.deleteTasks', { count: taskCount })}</li>}
        <li>{t('home.deleteHistory')}</li>
        <li>{t('home.deletePeople', { count: home.memberCount })}</li>
      </ul>
      <p className="muted">{t('home.deleteNoUndo')}</p>
    </Dialog>
  )
}
