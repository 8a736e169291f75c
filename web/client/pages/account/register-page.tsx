import { useNavigate, useSearchParams } from 'react-router'
import { register } from '#contract/accounts.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { EmailField } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { NewPassword } from '../../new-password.tsx'
import { paths } from '../../paths.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { browserTimeZone } from '../../time-zones.ts'
import { AccountCard } from './account-card.tsx'
import { ProviderButtons } from './provider-buttons.tsx'

export function RegisterPage() {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const next = search.get('next') ?? undefined
  const sending = useSend(register, {
    onDone: async ({ registrationId }, { body }) =>
      navigate(paths.verify(registrationId, { next }), { state: { email: body.email } })
  })
  const form = useForm(
    { displayName: '', email: '', password: '' },
    ['displayName', 'email', 'password'],
    sending.fields
  )
  const person = () => ({
    displayName: form.draft.displayName.trim(),
    email: form.draft.email.trim(),
    password: form.draft.password,
    timeZone: browserTimeZone(),
    language: activeLanguage()
  })

  return (
    <AccountCard
      title={t('register.title')}
      intro={t('register.intro')}
      below={
        <LinkButton variant="quiet" to={paths.signIn({ next })}>
          {t('register.haveAccount')}
        </LinkButton>
      }
    >
      <Form
        check={form.check}
        sending={sending}
        submitLabel={t('register.submit')}
        onSubmit={() => sending.send({ body: person() })}
      >
        <TextField
          {...form.field('displayName')}
          label={t('account.name')}
          description={t('account.nameHint')}
          autoComplete="name"
          maxLength={80}
          isRequired
          validationBehavior="aria"
        />
        <EmailField {...form.field('email')} />
        <NewPassword
          {...form.field('password')}
          label={t('account.password')}
          personal={[form.draft.displayName, form.draft.email]}
        />
      </Form>
      <ProviderButtons next={next} />
    </AccountCard>
  )
}
