import { changeAddress } from '#contract/security.ts'
import { t } from '../messages/i18n.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Form } from './form.tsx'
import { useForm } from './use-form.ts'
import { useSend } from './use-send.ts'

/** Names another address; a code goes to it. */
export function ChangeAddressForm({ onClose }: { onClose: () => void }) {
  const sending = useSend(changeAddress, { onDone: onClose })
  const form = useForm({ email: '' }, ['email'], sending.fields)
  return (
    <Form
      check={form.check}
      sending={sending}
      submitLabel={t('security.sendCode')}
      onSubmit={() => sending.send({ body: { email: form.draft.email.trim() } })}
      actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
    >
      <p className="muted">{t('security.addressNote')}</p>
      <TextField
        {...form.field('email')}
        label={t('security.newAddress')}
        type="email"
        autoComplete="email"
        isRequired
        validationBehavior="aria"
      />
    </Form>
  )
}
