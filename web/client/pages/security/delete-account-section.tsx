import './privacy.css'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import { cancelDeletion, getDeletion, requestDeletion, type Deletion } from '#contract/privacy.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { useMe } from '../../session.ts'
import { useSend } from '../../use-send.ts'

const PurchasesAtDeletion = lazy(async () => ({
  default: (await later(import('../../plan/purchases-at-deletion.tsx'), 'plans')).PurchasesAtDeletion
}))

/** Names what goes, asks for other owners first, and can be taken back for seven days. */
export function DeleteAccountSection() {
  const query = useQuery(q(getDeletion, {}))
  return (
    <Card aria-labelledby="delete-account" className="card-stack">
      <h2 id="delete-account">{t('deletion.title')}</h2>
      <Loaded query={query} skeleton={[3]}>
        {(deletion) =>
          deletion.eraseAt === null ? <Leave deletion={deletion} /> : <Stay eraseAt={deletion.eraseAt} />
        }
      </Loaded>
    </Card>
  )
}

function Stay({ eraseAt }: { eraseAt: string }) {
  const keeping = useSend(cancelDeletion, {
    show: 'toast',
    onDone: () => void showToast({ text: t('deletion.kept') })
  })
  return (
    <>
      <p role="status">{t('deletion.requested', { date: formatInstant(eraseAt) })}</p>
      <div className="form-actions">
        <Button variant="primary" isPending={keeping.isPending} onPress={() => keeping.send({})}>
          {t('deletion.keep')}
        </Button>
      </div>
    </>
  )
}

function Leave({ deletion }: { deletion: Deletion }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <p className="muted">{t('deletion.text')}</p>
      <div className="form-actions">
        <Button variant="danger" onPress={() => setAsking(true)}>
          {t('deletion.delete')}
        </Button>
      </div>
      {asking && <LeaveDialog homes={deletion.homes} onClose={() => setAsking(false)} />}
    </>
  )
}

function LeaveDialog({ homes, onClose }: { homes: Deletion['homes']; onClose: () => void }) {
  const leaving = useSend(requestDeletion, { onDone: onClose })
  const open = homes.filter(({ fate }) => fate === 'needs_owner')
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('deletion.ask')}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          {open.length === 0 && (
            <Button variant="danger" isPending={leaving.isPending} onPress={() => leaving.send({})}>
              {t('deletion.confirm')}
            </Button>
          )}
        </>
      }
    >
      {leaving.problem !== null && <FormError>{problemText(leaving.problem)}</FormError>}
      {open.length > 0 ? <NeedOwners homes={open} onClose={onClose} /> : <Fates homes={homes} />}
    </Dialog>
  )
}

/** Where others would be left without an owner. */
function NeedOwners({ homes, onClose }: { homes: Deletion['homes']; onClose: () => void }) {
  return (
    <>
      <p>{t('deletion.needOwners')}</p>
      <ul className="fates">
        {homes.map(({ residenceId, name }) => (
          <li key={residenceId}>
            <Link to={paths.people(residenceId)} onClick={onClose}>
              {t('deletion.handOver', { name })}
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}

function Fates({ homes }: { homes: Deletion['homes'] }) {
  const { offersPlans } = useMe()
  return (
    <>
      <ul className="fates">
        <li>{t('deletion.goesAccount')}</li>
        {homes.map(({ residenceId, name, fate }) => (
          <li key={residenceId}>{t(fate === 'erased' ? 'deletion.goesHome' : 'deletion.staysHome', { name })}</li>
        ))}
      </ul>
      {offersPlans && (
        <Suspense>
          <PurchasesAtDeletion />
        </Suspense>
      )}
      <p className="muted">{t('deletion.undo')}</p>
    </>
  )
}
