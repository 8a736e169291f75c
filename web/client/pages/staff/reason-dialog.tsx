import type { ApiProblem } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextArea } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'

type ReasonDialogProps = {
  title: string
  label: string
  submitLabel: string
  sending: { isPending: boolean; problem: ApiProblem | null }
  onSubmit: (reason: string) => void
  onClose: () => void
}

/** Nothing is done without saying why. */
export function ReasonDialog({ title, label, submitLabel, sending, onSubmit, onClose }: ReasonDialogProps) {
  const form = useForm({ reason: '' }, ['reason'])
  return (
    <Dialog isOpen onClose={onClose} title={title} closeLabel={t('app.close')}>
      <Form
        check={form.check}
        sending={sending}
        submitLabel={submitLabel}
        onSubmit={() => onSubmit(form.draft.reason.trim())}
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        <TextArea {...form.field('reason')} label={label} maxLength={500} isRequired validationBehavior="aria" />
      </Form>
    </Dialog>
  )
}
