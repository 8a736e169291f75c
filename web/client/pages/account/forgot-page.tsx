import { useState } from 'react'
import { forgotPassword } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { EmailField } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { paths } from '../../paths.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

export function ForgotPage() {
  const [sent, setSent] = useState(false)
  const sending = useSend(forgotPassword, { onDone: () => setSent(true) })
  const form = useForm({ email: '' }, ['email'], sending.fields)
  const back = (
    <LinkButton variant="quiet" to={paths.signIn()}>
      {t('forgot.backToSignIn')}
    </LinkButton>
  )

  if (sent) return <AccountCard title={t('forgot.sentTitle')} intro={t('forgot.sentText')} below={back} />
  return (
    <AccountCard title={t('forgot.title')} intro={t('forgot.intro')} below={back}>
      <Form
        check={form.check}
        sending={sending}
        submitLabel={t('forgot.submit')}
        onSubmit={() => sending.send({ body: { email: form.draft.email.trim() } })}
      >
        <EmailField {...form.field('email')} />
      </Form>
    </AccountCard>
  )
}
