import './provider-buttons.css'
import { useQuery } from '@tanstack/react-query'
import { beginProviderSignIn, listSignInMethods } from '#contract/identities.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { useSend } from '../../use-send.ts'
import { ProviderMark } from './provider-mark.tsx'
import { leaveFor } from './provider-journey.ts'

/** The other ways in, if any are configured; without an answer there are none to offer. */
export function ProviderButtons({ next }: { next: string | undefined }) {
  const { data } = useQuery({ ...q(listSignInMethods, {}), staleTime: Infinity })
  const beginning = useSend(beginProviderSignIn, { show: 'toast', onDone: ({ url }) => leaveFor(url, next) })
  const providers = data?.providers ?? []
  if (providers.length === 0) return null
  return (
    <div className="provider-buttons">
      <p className="provider-or small muted">{t('providers.or')}</p>
      {providers.map((provider) => (
        <Button
          key={provider.id}
          size="large"
          isPending={beginning.isPending}
          onPress={() => beginning.send({ params: { provider: provider.id } })}
        >
          <ProviderMark kind={provider.kind} />
          {t('providers.continueWith', { provider: provider.name })}
        </Button>
      ))}
    </div>
  )
}
