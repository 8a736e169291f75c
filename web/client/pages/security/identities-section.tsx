import './security-page.css'
import { useQuery } from '@tanstack/react-query'
import { beginLinking, listIdentities, listSignInMethods, unlinkIdentity, type Identity } from '#contract/identities.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { leaveFor } from '../account/provider-journey.ts'
import { ProviderMark } from '../account/provider-mark.tsx'
import { useSend } from '../../use-send.ts'

/** The providers that one signs in with, and those that could be. Nothing at all where none is configured or connected. */
export function IdentitiesSection() {
  const offered = useQuery({ ...q(listSignInMethods, {}), staleTime: Infinity }).data?.providers ?? []
  const identities = useQuery(q(listIdentities, {})).data?.items ?? []
  const beginning = useSend(beginLinking, { show: 'toast', onDone: ({ url }) => leaveFor(url, undefined) })
  if (offered.length === 0 && identities.length === 0) return null
  const others = offered.filter(({ id }) => !identities.some(({ provider }) => provider?.id === id))
  return (
    <Card aria-labelledby="identities" className="card-stack">
      <h2 id="identities">{t('providers.section')}</h2>
      <p className="muted">{t('providers.sectionHint')}</p>
      <ul className="list-plain">
        {identities.map((identity) => (
          <li key={identity.id}>
            <IdentityRow identity={identity} />
          </li>
        ))}
      </ul>
      <div className="form-actions">
        {others.map((provider) => (
          <Button
            key={provider.id}
            isPending={beginning.isPending}
            onPress={() => beginning.send({ body: { provider: provider.id } })}
          >
            <ProviderMark kind={provider.kind} />
            {t('providers.connect', { provider: provider.name })}
          </Button>
        ))}
      </div>
    </Card>
  )
}

function IdentityRow({ identity }: { identity: Identity }) {
  const provider = identity.provider?.name ?? new URL(identity.issuer).host
  const unlinking = useSend(unlinkIdentity, {
    show: 'toast',
    onDone: () => void showToast({ text: t('providers.disconnected', { provider }) })
  })
  const since = t('security.since', { date: formatInstant(identity.linkedAt) })
  const facts = [
    ...(identity.email === null ? [] : [identity.email]),
    identity.active ? since : t('providers.inactive')
  ]
  return (
    <div className="session">
      <ProviderMark kind={identity.provider?.kind ?? 'oidc'} />
      <div className="grow">
        <p className="session-device">{provider}</p>
        <p className="small muted">{facts.join(' · ')}</p>
      </div>
      <Button
        aria-label={t('providers.disconnectThis', { provider })}
        isPending={unlinking.isPending}
        onPress={() => unlinking.send({ params: { identityId: identity.id } })}
      >
        {t('providers.disconnect')}
      </Button>
    </div>
  )
}
