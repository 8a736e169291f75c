import { useNavigate } from 'react-router'
import { resetPassword } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Form } from '../../form.tsx'
import { NewPassword } from '../../new-password.tsx'
import { paths } from '../../paths.ts'
import { rememberSignedIn } from '../../preferences.ts'
import { useForm } from '../../use-form.ts'
import { useMailedToken } from '../../use-mailed-token.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

export function ResetPage() {
  const navigate = useNavigate()
  const token = useMailedToken()
  const sending = useSend(resetPassword, {
    onDone: async () => {
      rememberSignedIn(false)
      await navigate(paths.signIn({ reset: true }), { replace: true })
    }
  })
  const form = useForm({ password: '' }, ['password'], sending.fields)
  const again = (
    <LinkButton variant={token === null ? 'primary' : 'quiet'} to={paths.forgot()}>
      {t('reset.askAgain')}
    </LinkButton>
  )

  if (token === null) return <AccountCard title={t('reset.title')} intro={t('reset.noToken')} below={again} />
  return (
    <AccountCard
      title={t('reset.title')}
      intro={t('reset.intro')}
      {...(sending.problem?.code === 'reset_link_not_accepted' ? { below: again } : {})}
    >
      <Form
        check={form.check}
        sending={sending}
        submitLabel={t('reset.submit')}
        onSubmit={() => sending.send({ body: { token, password: form.draft.password } })}
      >
        <NewPassword {...form.field('password')} />
      </Form>
    </AccountCard>
  )
}
