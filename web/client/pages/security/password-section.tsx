import { useQuery } from '@tanstack/react-query'
import { useState, type ComponentType } from 'react'
import { changePassword, forgotPassword, setPassword } from '#contract/accounts.ts'
import { listIdentities } from '#contract/identities.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { CurrentPassword } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { Loaded } from '../../loaded.tsx'
import { NewPassword } from '../../new-password.tsx'
import { useMe } from '../../session.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'

/** Folded away until it is wanted. Who comes in without a password sets one. */
export function PasswordSection() {
  const query = useQuery(q(listIdentities, {}))
  return (
    <Card aria-labelledby="password">
      <h2 id="password" className="card-title">
        {t('security.password')}
      </h2>
      <Loaded query={query} skeleton={[2.75]}>
        {({ hasPassword }) =>
          hasPassword ? (
            <Folded label={t('security.changePassword')} Content={ChangeForm} />
          ) : (
            <Folded label={t('security.setPassword')} note={t('security.noPassword')} Content={SetForm} />
          )
        }
      </Loaded>
    </Card>
  )
}

type FormProps = { onClose: () => void }

function Folded({ label, note, Content }: { label: string; note?: string; Content: ComponentType<FormProps> }) {
  const [open, setOpen] = useState(false)
  if (open) return <Content onClose={() => setOpen(false)} />
  return (
    <div className="stack-small">
      {note !== undefined && <p className="muted">{note}</p>}
      <Button onPress={() => setOpen(true)}>{label}</Button>
    </div>
  )
}

/** The link is for whoever cannot show who they are where they come in. */
function SetForm({ onClose }: FormProps) {
  const { email, displayName } = useMe()
  const sending = useSend(setPassword, {
    onDone: () => {
      showToast({ text: t('security.passwordSet') })
      onClose()
    }
  })
  const mailing = useSend(forgotPassword, {
    show: 'toast',
    onDone: () => {
      showToast({ text: t('security.linkMailed') })
      onClose()
    }
  })
  const form = useForm({ newPassword: '' }, ['newPassword'], sending.fields)

  return (
    <Form
      check={form.check}
      sending={sending}
      submitLabel={t('security.setPassword')}
      onSubmit={() => sending.send({ body: form.draft })}
      actions={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button variant="quiet" isPending={mailing.isPending} onPress={() => mailing.send({ body: { email } })}>
            {t('security.mailLink')}
          </Button>
        </>
      }
    >
      <p className="muted">{t('security.passwordNote')}</p>
      <NewPassword {...form.field('newPassword')} personal={[email, displayName]} />
    </Form>
  )
}

function ChangeForm({ onClose }: FormProps) {
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
