import { Ellipsis, Pencil, Plus, Trash } from 'lucide-react'
import { useState } from 'react'
import { deleteArea, type Area } from '#contract/assets.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Menu, type MenuAction } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useSend } from '../../use-send.ts'
import { useHome } from '../task/use-home.ts'
import { AreaDialog } from './area-dialog.tsx'

/** What can be done with a room; nothing is shown that one may not do. */
export function AreaMenu({ area, onAdd }: { area: Area; onAdd: () => void }) {
  const { may } = useHome(area.residenceId)
  const [question, setQuestion] = useState<'edit' | 'delete'>()
  const answered = () => setQuestion(undefined)
  if (!may('asset.write')) return null
  const remove: MenuAction = {
    id: 'delete',
    label: t('room.delete'),
    icon: <Trash aria-hidden />,
    danger: true,
    onAction: () => setQuestion('delete')
  }
  return (
    <>
      <Menu
        label={t('assets.roomMenu', { room: area.name })}
        trigger={
          <IconButton label={t('assets.roomMenu', { room: area.name })}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={[
          { id: 'add', label: t('assets.add'), icon: <Plus aria-hidden />, onAction: onAdd },
          { id: 'edit', label: t('room.edit'), icon: <Pencil aria-hidden />, onAction: () => setQuestion('edit') },
          ...(may('asset.delete') ? [remove] : [])
        ]}
      />
      {question === 'edit' && <AreaDialog residenceId={area.residenceId} area={area} onClose={answered} />}
      {question === 'delete' && <DeleteAreaDialog area={area} onClose={answered} />}
    </>
  )
}

function DeleteAreaDialog({ area: { id, name }, onClose }: { area: Area; onClose: () => void }) {
  const { send, isPending } = useSend(deleteArea, {
    show: 'toast',
    onDone: () => {
      onClose()
      showToast({ text: t('room.deleted', { name }) })
    }
  })
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('room.deleteTitle', { name })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('asset.deleteKeep')}</Button>
          <Button variant="danger" isPending={isPending} onPress={() => send({ params: { areaId: id } })}>
            {t('room.delete')}
          </Button>
        </>
      }
    >
      <p>{t('room.deleteText')}</p>
    </Dialog>
  )
}
