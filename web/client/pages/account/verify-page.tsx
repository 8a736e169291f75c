import { useLocation, useNavigate, useParams, useSearchParams } from 'react-router'
import { resendCode, verifyRegistration } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { paths, safeNext } from '../../paths.ts'
import { enter } from '../../session.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

export function VerifyPage() {
  const { registrationId = '' } = useParams()
  const [search] = useSearchParams()
  const navigate = useNavigate()
  const email = emailOf(useLocation().state)
  const next = search.get('next') ?? undefined
  const verifying = useSend(verifyRegistration, {
    onDone: async ({ me }) => {
      await enter(me)
      await navigate(safeNext(next ?? null), { replace: true })
    }
  })
  const resending = useSend(resendCode, { show: 'toast', onDone: () => void showToast({ text: t('verify.resent') }) })
  const form = useForm({ code: '' }, ['code'], verifying.fields)
  const params = { registrationId }

  return (
    <AccountCard
      title={t('verify.title')}
      intro={email === undefined ? t('verify.intro') : t('verify.introTo', { email })}
      below={
        <>
          <Button variant="quiet" isPending={resending.isPending} onPress={() => resending.send({ params })}>
            {t('verify.resend')}
          </Button>
          <LinkButton variant="quiet" to={paths.register({ next })}>
            {t('verify.startOver')}
          </LinkButton>
        </>
      }
    >
      <Form
        check={form.check}
        sending={verifying}
        submitLabel={t('verify.submit')}
        onSubmit={() =>
          verifying.send({ params, body: { code: form.draft.code.replaceAll(/\D/g, ''), transport: 'cookie' } })
        }
      >
        <TextField
          {...form.field('code')}
          label={t('verify.code')}
          className="code-field"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={11}
          isRequired
          validationBehavior="aria"
        />
      </Form>
    </AccountCard>
  )
}

/** The address just registered, when one comes straight from there; a reload keeps it, a link does not. */
function emailOf(state: unknown): string | undefined {
  const known = typeof state === 'object' && state !== null && 'email' in state ? state.email : undefined
  return typeof known === 'string' ? known : undefined
}
