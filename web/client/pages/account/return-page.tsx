import { useEffect, useRef, useState } from 'react'
import { useLocation, useNavigate, useParams } from 'react-router'
import { finishLinking, finishProviderSignIn } from '#contract/identities.ts'
import { finishProviderProof } from '#contract/security.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { browserTimeZone } from '../../time-zones.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'
import { afterProvider, isLinking, isProving, returnedWith, type Returned } from './provider-journey.ts'
import { useAdmission } from './use-admission.ts'

/** One is back from a provider: takes what it sent out of the address at once, and goes on with it. */
export function ReturnPage() {
  const location = useLocation()
  const [returned] = useState(() => returnedWith(location))
  useEffect(() => {
    if (location.search !== '' || location.hash !== '') history.replaceState(history.state, '', location.pathname)
  }, [location])
  if (returned === undefined) return <Failed text={t('providers.cancelled')} linking={false} />
  if (isProving(returned)) return <Proving returned={returned} />
  return isLinking(returned) ? <Linking returned={returned} /> : <Entering returned={returned} />
}

function Entering({ returned }: { returned: Returned }) {
  const { provider = '' } = useParams()
  const navigate = useNavigate()
  const admit = useAdmission()
  const finishing = useSend(finishProviderSignIn, {
    onDone: async (reply) => {
      if ('link' in reply) await navigate(paths.connect(), { replace: true, state: { link: reply.link } })
      else await admit(reply, afterProvider())
    }
  })
  const beginning = { timeZone: browserTimeZone(), language: activeLanguage() }
  useOnce(() => finishing.send({ params: { provider }, body: { ...returned, ...beginning } }))
  return finishing.problem ? <Failed text={problemText(finishing.problem)} linking={false} /> : <Waiting />
}

function Linking({ returned: { displayName: _name, ...returned } }: { returned: Returned }) {
  const { provider = '' } = useParams()
  const navigate = useNavigate()
  const finishing = useSend(finishLinking, {
    onDone: async (identity) => {
      showToast({ text: t('providers.connected', { provider: identity.provider?.name ?? '' }) })
      await navigate(paths.security(), { replace: true })
    }
  })
  useOnce(() => finishing.send({ body: { provider, ...returned } }))
  return finishing.problem ? <Failed text={problemText(finishing.problem)} linking /> : <Waiting />
}

/** Back to where it was asked for; what one was about to do is done from there. */
function Proving({ returned: { displayName: _name, ...returned } }: { returned: Returned }) {
  const { provider = '' } = useParams()
  const navigate = useNavigate()
  const finishing = useSend(finishProviderProof, {
    onDone: async () => {
      showToast({ text: t('stepUp.shown') })
      await navigate(afterProvider(), { replace: true })
    }
  })
  useOnce(() => finishing.send({ body: { provider, ...returned } }))
  return finishing.problem ? <Failed text={problemText(finishing.problem)} linking /> : <Waiting />
}

/** A code counts once, so it is sent once, however often the page is drawn. */
function useOnce(run: () => void): void {
  const done = useRef(false)
  useEffect(() => {
    if (done.current) return
    done.current = true
    run()
  })
}

function Waiting() {
  return (
    <AccountCard title={t('providers.returning')}>
      <p role="status" className="muted">
        {t('providers.oneMoment')}
      </p>
    </AccountCard>
  )
}

function Failed({ text, linking }: { text: string; linking: boolean }) {
  return (
    <AccountCard title={t('providers.returning')}>
      <FormError>{text}</FormError>
      <LinkButton variant="primary" to={linking ? paths.security() : paths.signIn()}>
        {linking ? t('providers.backToSecurity') : t('forgot.backToSignIn')}
      </LinkButton>
    </AccountCard>
  )
}
