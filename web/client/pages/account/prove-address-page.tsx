import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { signOut } from '#contract/accounts.ts'
import { getAddressProof, resendAddressCode } from '#contract/security.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { AddressCodeForm } from '../../address-code-form.tsx'
import { ChangeAddressForm } from '../../change-address-form.tsx'
import { Loaded } from '../../loaded.tsx'
import { paths } from '../../paths.ts'
import { rememberSignedIn } from '../../preferences.ts'
import { forgetEverything } from '../../session.ts'
import { EntranceFrame } from '../../shell/entrance.tsx'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

/** Where somebody comes whose address nobody has proved yet: everything else waits for it. */
export function ProveAddressPage() {
  const query = useQuery(q(getAddressProof, {}))
  return (
    <EntranceFrame>
      <Loaded query={query} skeleton={[3, 3]}>
        {({ email, pending }) => <ProveAddress email={email} waiting={pending?.email} />}
      </Loaded>
    </EntranceFrame>
  )
}

function ProveAddress({ email, waiting }: { email: string; waiting: string | undefined }) {
  const navigate = useNavigate()
  const [changing, setChanging] = useState(false)
  const sending = useSend(resendAddressCode, { show: 'toast' })
  const signingOut = useSend(signOut, {
    show: 'toast',
    onDone: () => {
      rememberSignedIn(false)
      return navigate(paths.signIn())
    }
  })
  const below = (
    <>
      <Button variant="quiet" onPress={() => setChanging(true)}>
        {t('prove.other')}
      </Button>
      <Button variant="quiet" isPending={signingOut.isPending} onPress={() => signingOut.send({})}>
        {t('prove.signOut')}
      </Button>
    </>
  )
  if (changing)
    return (
      <AccountCard title={t('prove.title')}>
        <ChangeAddressForm onClose={() => setChanging(false)} />
      </AccountCard>
    )
  if (waiting === undefined)
    return (
      <AccountCard title={t('prove.title')} intro={t('prove.intro', { email })} below={below}>
        <Button variant="primary" size="large" isPending={sending.isPending} onPress={() => sending.send({})}>
          {t('prove.send')}
        </Button>
      </AccountCard>
    )
  return (
    <AccountCard title={t('prove.title')} intro={t('security.addressWaits', { email: waiting })} below={below}>
      <AddressCodeForm
        onProved={async () => {
          forgetEverything()
          await navigate(paths.today(), { replace: true })
        }}
      />
    </AccountCard>
  )
}
