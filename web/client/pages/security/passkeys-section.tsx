import './factors.css'
import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { listFactors, removePasskey, type Passkey } from '#contract/factors.ts'
import { q } from '../../../api.ts'
import { formatAgo, formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { passkeysWork } from '../../passkeys.ts'
import { useSend } from '../../use-send.ts'
import { AddPasskeyDialog } from './add-passkey-dialog.tsx'
import { RecoveryCodesDialog } from './recovery-codes-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RenamePasskeyDialog } from './rename-passkey-dialog.tsx'

/** The passkeys one can sign in with. */
export function PasskeysSection() {
  const query = useQuery(q(listFactors, {}))
  const [adding, setAdding] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>()
  return (
    <Card aria-labelledby="passkeys" className="card-stack">
      <h2 id="passkeys">{t('passkeys.title')}</h2>
      <p className="muted">{t('passkeys.intro')}</p>
      <Loaded query={query} skeleton={[3]}>
        {({ passkeys }) => (
          <ul className="list-plain">
            {passkeys.map((passkey) => (
              <li key={passkey.id}>
                <PasskeyRow passkey={passkey} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
      {passkeysWork() ? (
        <Button onPress={() => setAdding(true)}>{t('passkeys.add')}</Button>
      ) : (
        <p className="small muted">{t('passkeys.notHere')}</p>
      )}
      {adding && (
        <AddPasskeyDialog
          onClose={() => setAdding(false)}
          onDone={(recoveryCodes) => {
            setAdding(false)
            if (recoveryCodes === null) showToast({ text: t('passkeys.added') })
            else setCodes(recoveryCodes)
          }}
        />
      )}
      {codes !== undefined && <RecoveryCodesDialog codes={codes} onClose={() => setCodes(undefined)} />}
    </Card>
  )
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const { id, label } = passkey
  const [act, setAct] = useState<'rename' | 'remove'>()
  const close = () => setAct(undefined)
  const removing = useSend(removePasskey, {
    show: 'toast',
    onDone: () => {
      close()
      showToast({ text: t('passkeys.removed', { label }) })
    }
  })
  return (
    <div className="passkey">
      <KeyRound aria-hidden />
      <div className="grow">
        <p className="passkey-label">{label}</p>
        <p className="small muted">{aboutPasskey(passkey)}</p>
      </div>
      <Button variant="quiet" aria-label={t('passkeys.renameThis', { label })} onPress={() => setAct('rename')}>
        {t('passkeys.rename')}
      </Button>
      <Button variant="quiet" aria-label={t('passkeys.removeThis', { label })} onPress={() => setAct('remove')}>
        {t('factors.remove')}
      </Button>
      {act === 'rename' && <RenamePasskeyDialog passkey={passkey} onClose={close} />}
      {act === 'remove' && (
        <RemoveDialog
          title={t('passkeys.removeTitle', { label })}
          text={t('passkeys.removeText')}
          isPending={removing.isPending}
          onRemove={() => removing.send({ params: { passkeyId: id } })}
          onClose={close}
        />
      )}
    </div>
  )
}

function aboutPasskey({ createdAt, lastUsedAt, backedUp }: Passkey): string {
  const used =
    lastUsedAt === null ? t('passkeys.unused') : t('passkeys.lastUsed', { ago: formatAgo(lastUsedAt, new Date()) })
  const place = backedUp ? [t('passkeys.backedUp')] : []
  return [t('passkeys.since', { date: formatDay(createdAt) }), used, ...place].join(' · ')
}
