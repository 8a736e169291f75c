import { useNavigate, useSearchParams } from 'react-router'
import { signIn } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { CurrentPassword, EmailField } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { paths, safeNext } from '../../paths.ts'
import { enter } from '../../session.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'
import { ProviderButtons } from './provider-buttons.tsx'

export function SignInPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const next = search.get('next') ?? undefined
  const sending = useSend(signIn, {
    onDone: async (reply) => {
      if (!('me' in reply)) return
      await enter(reply.me)
      await navigate(safeNext(next ?? null), { replace: true })
    }
  })
  const form = useForm({ email: '', password: '' }, ['email', 'password'], sending.fields)
  const intro = introOf(search)

  return (
    <AccountCard
      title={t('signIn.title')}
      {...(intro === undefined ? {} : { intro })}
      below={
        <>
          <LinkButton variant="quiet" to={paths.forgot()}>
            {t('signIn.forgot')}
          </LinkButton>
          <LinkButton variant="quiet" to={paths.register({ next })}>
            {t('signIn.noAccount')}
          </LinkButton>
        </>
      }
    >
      <Form
        check={form.check}
        sending={sending}
        submitLabel={t('signIn.submit')}
        onSubmit={() => sending.send({ body: { ...form.draft, email: form.draft.email.trim(), transport: 'cookie' } })}
      >
        <EmailField {...form.field('email')} />
        <CurrentPassword {...form.field('password')} />
      </Form>
      <ProviderButtons next={next} />
    </AccountCard>
  )
}

function introOf(search: URLSearchParams): string | undefined {
  if (search.has('ended')) return t('signIn.ended')
  return search.has('reset') ? t('signIn.newPassword') : undefined
}
