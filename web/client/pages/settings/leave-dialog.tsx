import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'

export type LeaveDialogProps = { count: number; isPending: boolean; onLeave: () => void; onStay: () => void }

/** Signing out leaves nothing behind, so what was not sent would be lost: it says so first. */
export function LeaveDialog({ count, isPending, onLeave, onStay }: LeaveDialogProps) {
  return (
    <Dialog
      isOpen
      role="alertdialog"
      onClose={onStay}
      title={t('waitingPage.leaveTitle')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button variant="danger" isPending={isPending} onPress={onLeave}>
            {t('waitingPage.leave')}
          </Button>
          <Button variant="primary" onPress={onStay}>
            {t('waitingPage.stay')}
          </Button>
        </>
      }
    >
      <p>{t('waitingPage.leaveText', { count })}</p>
    </Dialog>
  )
}
