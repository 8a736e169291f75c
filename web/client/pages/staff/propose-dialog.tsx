import { proposeTransfer } from '#contract/staff.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

type ProposeDialogProps = { purchaseId: string; isNobodys: boolean; onClose: () => void }

/** Says to whom a purchase shall go, and why; somebody else approves it. */
export function ProposeDialog({ purchaseId, isNobodys, onClose }: ProposeDialogProps) {
  const proposing = useSend(proposeTransfer, {
    onDone: () => {
      onClose()
      showToast({ text: t('staff.proposedNow') })
    }
  })
  const form = useForm({ email: '', reason: '' }, ['email', 'reason'], proposing.fields)
  return (
    <Dialog isOpen onClose={onClose} title={t('staff.propose')} closeLabel={t('app.close')}>
      <Form
        check={form.check}
        sending={proposing}
        submitLabel={t('staff.proposeNow')}
        onSubmit={() =>
          proposing.send({
            params: { purchaseId },
            body: { email: form.draft.email.trim(), reason: form.draft.reason.trim() }
          })
        }
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        <p>{t(isNobodys ? 'staff.proposeTextNobodys' : 'staff.proposeText')}</p>
        <TextField
          {...form.field('email')}
          label={t('staff.to')}
          type="email"
          autoComplete="off"
          maxLength={254}
          isRequired
          validationBehavior="aria"
        />
        <TextArea
          {...form.field('reason')}
          label={t('staff.why')}
          maxLength={500}
          isRequired
          validationBehavior="aria"
        />
      </Form>
    </Dialog>
  )
}
