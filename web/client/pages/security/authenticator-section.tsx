import { useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { beginTotp, listFactors, removeTotp, renewRecoveryCodes, type Factors } from '#contract/factors.ts'
import type { Output } from '#contract/route.ts'
import { q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { useSend } from '../../use-send.ts'
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { TotpDialog } from './totp-dialog.tsx'

/** The authenticator app, and the codes that stand in for any second factor. */
export function AuthenticatorSection() {
  const query = useQuery(q(listFactors, {}))
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <Card aria-labelledby="authenticator" className="card-stack">
      <h2 id="authenticator">{t('factors.title')}</h2>
      <p className="muted">{t('factors.intro')}</p>
      <Loaded query={query} skeleton={[3]}>
        {({ totp, recoveryCodes }) => (
          <>
            {totp === null ? <SetUp onCodes={setCodes} /> : <SetUpAlready confirmedAt={totp.confirmedAt} />}
            {recoveryCodes !== null && <RecoveryCodes {...recoveryCodes} onCodes={setCodes} />}
          </>
        )}
      </Loaded>
      {codes !== undefined && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(undefined)} />}
    </Card>
  )
}

/** The section shows the codes: what asked for them is gone as soon as the factor is there. */
type WithCodes = { onCodes: (codes: readonly string[]) => void }

function SetUp({ onCodes }: WithCodes) {
  const [begun, setBegun] = useState<Output<typeof beginTotp>>()
  const beginning = useSend(beginTotp, { show: 'toast', readsAnew: false, onDone: setBegun })
  return (
    <>
      <Button isPending={beginning.isPending} onPress={() => beginning.send({})}>
        {t('factors.totpSetUp')}
      </Button>
      {begun !== undefined && (
        <TotpDialog
          {...begun}
          onClose={() => setBegun(undefined)}
          onDone={(recoveryCodes) => {
            setBegun(undefined)
            if (recoveryCodes === null) showToast({ text: t('factors.totpDone') })
            else onCodes(recoveryCodes)
          }}
        />
      )}
    </>
  )
}

function SetUpAlready({ confirmedAt }: NonNullable<Factors['totp']>) {
  const [asking, setAsking] = useState(false)
  const removing = useSend(removeTotp, {
    show: 'toast',
    onDone: () => {
      setAsking(false)
      showToast({ text: t('factors.totpRemoved') })
    }
  })
  return (
    <div className="row">
      <Smartphone aria-hidden />
      <p className="grow">{t('factors.totpSince', { date: formatDay(confirmedAt) })}</p>
      <Button onPress={() => setAsking(true)}>{t('factors.totpRemove')}</Button>
      {asking && (
        <RemoveDialog
          title={t('factors.totpRemoveTitle')}
          text={t('factors.totpRemoveText')}
          isPending={removing.isPending}
          onRemove={() => removing.send({})}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

function RecoveryCodes({ left, onCodes }: NonNullable<Factors['recoveryCodes']> & WithCodes) {
  const renewing = useSend(renewRecoveryCodes, {
    show: 'toast',
    onDone: ({ recoveryCodes }) => onCodes(recoveryCodes)
  })
  return (
    <div className="spread">
      <p>{t('factors.codesLeft', { count: left })}</p>
      <Button isPending={renewing.isPending} onPress={() => renewing.send({})}>
        {t('factors.codesRenew')}
      </Button>
    </div>
  )
}
