import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'

type RemoveDialogProps = {
  title: string
  text: string
  isPending: boolean
  onRemove: () => void
  onClose: () => void
}

/** Names what goes. */
export function RemoveDialog({ title, text, isPending, onRemove, onClose }: RemoveDialogProps) {
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={title}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('factors.keep')}</Button>
          <Button variant="danger" isPending={isPending} onPress={onRemove}>
            {t('factors.remove')}
          </Button>
        </>
      }
    >
      <p>{text}</p>
    </Dialog>
  )
}
