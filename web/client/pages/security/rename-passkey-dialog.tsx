import { renamePasskey, type Passkey } from '#contract/factors.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

export function RenamePasskeyDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const sending = useSend(renamePasskey, {
    onDone: () => {
      showToast({ text: t('action.saved') })
      onClose()
    }
  })
  const form = useForm({ label: passkey.label }, ['label'], sending.fields)
  const params = { passkeyId: passkey.id }
  return (
    <Dialog isOpen onClose={onClose} title={t('passkeys.renameThis', passkey)} closeLabel={t('app.close')}>
      <Form
        check={form.check}
        sending={sending}
        submitLabel={t('action.save')}
        onSubmit={() => sending.send({ params, body: { label: form.draft.label.trim() } })}
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        <TextField
          {...form.field('label')}
          label={t('passkeys.label')}
          maxLength={60}
          isRequired
          validationBehavior="aria"
        />
      </Form>
    </Dialog>
  )
}
