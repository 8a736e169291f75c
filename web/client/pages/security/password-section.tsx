import { useState } from 'react'
import { changePassword } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { CurrentPassword } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { NewPassword } from '../../new-password.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

/** Folded away until it is wanted. */
export function PasswordSection() {
  const [open, setOpen] = useState(false)
  return (
    <Card aria-labelledby="password">
      <h2 id="password" className="card-title">
        {t('security.password')}
      </h2>
      {open ? (
        <PasswordForm onClose={() => setOpen(false)} />
      ) : (
        <Button onPress={() => setOpen(true)}>{t('security.changePassword')}</Button>
      )}
    </Card>
  )
}

function PasswordForm({ onClose }: { onClose: () => void }) {
  const sending = useSend(changePassword, {
    onDone: () => {
      showToast({ text: t('security.passwordChanged') })
      onClose()
    }
  })
  const form = useForm({ currentPassword: '', newPassword: '' }, ['currentPassword', 'newPassword'], sending.fields)

  return (
    <Form
      check={form.check}
      sending={sending}
      submitLabel={t('security.changePassword')}
      onSubmit={() => sending.send({ body: form.draft })}
      actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
    >
      <p className="muted">{t('security.passwordNote')}</p>
      <CurrentPassword {...form.field('currentPassword')} label={t('account.currentPassword')} />
      <NewPassword {...form.field('newPassword')} />
    </Form>
  )
}
