import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { cancelAddressChange, getAddressProof } from '#contract/security.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { AddressCodeForm } from '../../address-code-form.tsx'
import { ChangeAddressForm } from '../../change-address-form.tsx'
import { Loaded } from '../../loaded.tsx'
import { applyMe } from '../../session.ts'
import { useSend } from '../../use-send.ts'

/** The address one signs in with; another one is asked for, and is one's own once its code is typed. */
export function AddressSection() {
  const query = useQuery(q(getAddressProof, {}))
  const [changing, setChanging] = useState(false)
  return (
    <Card aria-labelledby="address" className="card-stack">
      <h2 id="address">{t('security.address')}</h2>
      <Loaded query={query} skeleton={[3]}>
        {({ email, pending }) => (
          <>
            <p>{email}</p>
            {pending !== null && <WaitingAddress email={pending.email} />}
            {pending === null && changing && <ChangeAddressForm onClose={() => setChanging(false)} />}
            {pending === null && !changing && (
              <Button onPress={() => setChanging(true)}>{t('security.changeAddress')}</Button>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}

function WaitingAddress({ email }: { email: string }) {
  const cancelling = useSend(cancelAddressChange, { show: 'toast' })
  return (
    <AddressCodeForm
      intro={t('security.addressWaits', { email })}
      onProved={async (me) => {
        await applyMe(me)
        showToast({ text: t('security.addressChanged', { email: me.email }) })
      }}
      actions={
        <Button variant="quiet" isPending={cancelling.isPending} onPress={() => cancelling.send({})}>
          {t('security.keepAddress')}
        </Button>
      }
    />
  )
}
