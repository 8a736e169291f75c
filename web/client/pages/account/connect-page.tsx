import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { confirmLinkByMail, linkIdentity, mailLinkConfirmation } from '#contract/identities.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { mayBeSignedIn } from '../../preferences.ts'
import { problemText } from '../../problem-text.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'
import { afterProvider } from './provider-journey.ts'
import { useAdmission } from './use-admission.ts'

/** There is an account with this address already: its owner says here that the provider's identity is theirs too. */
export function ConnectPage() {
  const location = useLocation()
  // taken once and out of the address bar at once, as that of a reset link is
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token'))
  useEffect(() => {
    if (location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [location])
  if (token !== null) return <ConfirmByMail token={token} />
  return mayBeSignedIn() ? <ConfirmSignedIn /> : <Question email={emailIn(location.state)} />
}

/** Two ways to show that the account is one's own. */
function Question({ email }: { email: string | undefined }) {
  const [sent, setSent] = useState(false)
  const mailing = useSend(mailLinkConfirmation, { onDone: () => setSent(true) })
  if (sent) return <AccountCard title={t('forgot.sentTitle')} intro={t('connect.sent')} below={<Back />} />
  return (
    <AccountCard
      title={t('connect.title')}
      intro={email === undefined ? t('connect.intro') : t('connect.introTo', { email })}
      below={<Back />}
    >
      {mailing.problem !== null && <FormError>{problemText(mailing.problem)}</FormError>}
      <div className="form-actions">
        <LinkButton variant="primary" size="large" to={paths.signIn({ next: paths.connect() })}>
          {t('connect.signIn')}
        </LinkButton>
        <Button size="large" isPending={mailing.isPending} onPress={() => mailing.send({ body: {} })}>
          {t('connect.mail')}
        </Button>
      </div>
    </AccountCard>
  )
}

function ConfirmSignedIn() {
  const navigate = useNavigate()
  const linking = useSend(linkIdentity, {
    onDone: async (identity) => {
      showToast({ text: t('providers.connected', { provider: identity.provider?.name ?? '' }) })
      await navigate(paths.security(), { replace: true })
    }
  })
  return <Confirm sending={linking} onConfirm={() => linking.send({ body: {} })} notNow={paths.today()} />
}

/** Opened from the mail: a press, because programs that look into mails open links too. */
function ConfirmByMail({ token }: { token: string }) {
  const admit = useAdmission()
  const confirming = useSend(confirmLinkByMail, { onDone: (reply) => admit(reply, afterProvider()) })
  return (
    <Confirm
      sending={confirming}
      onConfirm={() => confirming.send({ body: { token, transport: 'cookie' } })}
      notNow={paths.signIn()}
    />
  )
}

type Sending = Pick<ReturnType<typeof useSend>, 'isPending' | 'problem'>

function Confirm({ sending, onConfirm, notNow }: { sending: Sending; onConfirm: () => void; notNow: string }) {
  return (
    <AccountCard
      title={t('connect.confirmTitle')}
      intro={t('connect.confirmIntro')}
      below={
        <LinkButton variant="quiet" to={notNow}>
          {t('connect.notNow')}
        </LinkButton>
      }
    >
      {sending.problem !== null && <FormError>{problemText(sending.problem)}</FormError>}
      <Button variant="primary" size="large" isPending={sending.isPending} onPress={onConfirm}>
        {t('connect.confirm')}
      </Button>
    </AccountCard>
  )
}

function Back() {
  return (
    <LinkButton variant="quiet" to={paths.signIn()}>
      {t('forgot.backToSignIn')}
    </LinkButton>
  )
}

/** The account's address, when one comes straight from the provider. */
function emailIn(state: unknown): string | undefined {
  const link = typeof state === 'object' && state !== null && 'link' in state ? state.link : undefined
  const email = typeof link === 'object' && link !== null && 'email' in link ? link.email : undefined
  return typeof email === 'string' ? email : undefined
}
