import { KeyRound } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useLocation, useNavigate, useSearchParams } from 'react-router'
import { signIn, type SignInReply } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { CurrentPassword, EmailField } from '../../account-fields.tsx'
import { Form } from '../../form.tsx'
import { passkeysWork } from '../../passkeys.ts'
import { paths, safeNext } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { enter } from '../../session.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'
import { ProviderButtons } from './provider-buttons.tsx'
import type { Question } from './second-factor-step.tsx'
import { usePasskeySignIn } from './use-passkey-sign-in.ts'
import { later } from '../../later.ts'

const SecondFactorStep = lazy(async () => ({
  default: (await later(import('./second-factor-step.tsx'))).SecondFactorStep
}))

export function SignInPage() {
  const navigate = useNavigate()
  const { state } = useLocation()
  const [search] = useSearchParams()
  const next = search.get('next') ?? undefined
  const [question, setQuestion] = useState(() => questionIn(state))
  const onReply = async (reply: SignInReply) => {
    if ('secondFactor' in reply) return setQuestion(reply.secondFactor)
    await enter(reply.me)
    await navigate(safeNext(next ?? null), { replace: true })
  }
  const sending = useSend(signIn, { onDone: onReply })
  const passkey = usePasskeySignIn(onReply)
  const form = useForm({ email: '', password: '' }, ['email', 'password'], sending.fields)
  const intro = introOf(search)
  const restart = () => {
    setQuestion(undefined)
    form.set('password', '')
  }

  if (question !== undefined)
    return (
      <Suspense>
        <SecondFactorStep key={question.challenge} question={question} onReply={onReply} onRestart={restart} />
      </Suspense>
    )
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
        <EmailField {...form.field('email')} autoComplete="username webauthn" />
        <CurrentPassword {...form.field('password')} />
        {sending.problem?.code === 'too_many_requests' && <p className="muted">{t('signIn.waiting')}</p>}
      </Form>
      {passkeysWork() && <PasskeyButton {...passkey} />}
      <ProviderButtons next={next} />
    </AccountCard>
  )
}

function PasskeyButton({ begin, isPending, problem, unused }: ReturnType<typeof usePasskeySignIn>) {
  return (
    <div className="stack-small">
      {problem !== null && !isPending && <FormError>{problemText(problem)}</FormError>}
      {unused && !isPending && <FormError>{t('factors.passkeyUnused')}</FormError>}
      <Button size="large" isPending={isPending} onPress={begin}>
        <KeyRound aria-hidden />
        {t('signIn.passkey')}
      </Button>
    </div>
  )
}

function introOf(search: URLSearchParams): string | undefined {
  if (search.has('ended')) return t('signIn.ended')
  return search.has('reset') ? t('signIn.newPassword') : undefined
}

/** The question that stands when one comes from a provider (use-admission.ts). */
function questionIn(state: unknown): Question | undefined {
  const given = typeof state === 'object' && state !== null && 'secondFactor' in state ? state.secondFactor : undefined
  return given as Question | undefined // put there by use-admission.ts alone
}
