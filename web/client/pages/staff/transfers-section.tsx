import { ArrowLeftRight } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { approveTransfer, endTransfer, listTransfers, type AccountShort, type Transfer } from '#contract/staff.ts'
import { call } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { useSend } from '../../use-send.ts'
import { StaffPages } from './staff-pages.tsx'

/** Transfers that wait for a second person, the oldest first. */
export function TransfersSection() {
  return (
    <StaffPages
      path={listTransfers.path}
      read={(query, signal) => call(listTransfers, { query }, signal)}
      empty={{ icon: <ArrowLeftRight aria-hidden />, title: t('staff.noTransfers') }}
    >
      {(transfers) => <TransferList transfers={transfers} linked />}
    </StaffPages>
  )
}

/** `linked`: with the way to the purchase. */
export function TransferList({ transfers, linked = false }: { transfers: readonly Transfer[]; linked?: boolean }) {
  return (
    <ul className="stack">
      {transfers.map((transfer) => (
        <li key={transfer.id}>
          <TransferCard transfer={transfer} linked={linked} />
        </li>
      ))}
    </ul>
  )
}

function TransferCard({ transfer, linked }: { transfer: Transfer; linked: boolean }) {
  const { purchaseId, reason, proposedBy, proposedAt } = transfer
  return (
    <Card className="card-stack">
      <div>
        <p className="staff-key">{sidesWords(transfer)}</p>
        <p className="staff-text">{reason}</p>
        <p className="small muted">
          {t('staff.proposed', { name: proposedBy ?? t('staff.somebody'), date: formatInstant(proposedAt) })}
        </p>
        <p className="small muted">{outcomeWords(transfer)}</p>
      </div>
      {linked && <Link to={paths.staffPurchase(purchaseId)}>{t('staff.seePurchase')}</Link>}
      {transfer.outcome === 'open' && (
        <div className="row">
          {transfer.mayApprove && <ApproveButton transfer={transfer} />}
          <EndButton transfer={transfer} />
        </div>
      )}
    </Card>
  )
}

function sidesWords({ from, to: { email: to } }: Transfer): string {
  return from === null ? t('staff.nobodysTo', { to }) : t('staff.fromTo', { from: nameOf(from), to })
}

/** What approving does; of a purchase that was nobody's one account alone is told. */
function approvalWords({ from, to: { email: to } }: Transfer): string {
  return from === null ? t('staff.approveTextNobodys', { to }) : t('staff.approveText', { from: nameOf(from), to })
}

function nameOf({ email }: AccountShort): string {
  return email || t('staff.goneAccount')
}

function outcomeWords({ outcome, expiresAt, decidedBy, decidedAt }: Transfer): string {
  if (outcome === 'open' || outcome === 'expired')
    return t(`staff.outcome.${outcome}`, { date: formatInstant(expiresAt) })
  const date = formatInstant(decidedAt ?? expiresAt)
  return t(`staff.outcome.${outcome}`, { name: decidedBy ?? t('staff.somebody'), date })
}

/** Cannot be taken back for thirty days: it says once more what it does. */
function ApproveButton({ transfer }: { transfer: Transfer }) {
  const [isAsking, setAsking] = useState(false)
  const close = () => setAsking(false)
  const approving = useSend(approveTransfer, {
    show: 'toast',
    onDone: () => {
      close()
      showToast({ text: t(transfer.from === null ? 'staff.transferredNobodys' : 'staff.transferred') })
    }
  })
  return (
    <>
      <Button variant="primary" onPress={() => setAsking(true)}>
        {t('staff.approve')}
      </Button>
      {isAsking && (
        <Dialog
          role="alertdialog"
          isOpen
          onClose={close}
          title={t('staff.approveTitle')}
          closeLabel={t('app.close')}
          footer={
            <>
              <Button onPress={close}>{t('action.cancel')}</Button>
              <Button
                variant="primary"
                isPending={approving.isPending}
                onPress={() => approving.send({ params: { transferId: transfer.id } })}
              >
                {t('staff.approveNow')}
              </Button>
            </>
          }
        >
          <p>{approvalWords(transfer)}</p>
        </Dialog>
      )}
    </>
  )
}

function EndButton({ transfer: { id, isMine } }: { transfer: Transfer }) {
  const ending = useSend(endTransfer, { show: 'toast', onDone: () => void showToast({ text: t('staff.ended') }) })
  return (
    <Button isPending={ending.isPending} onPress={() => ending.send({ params: { transferId: id } })}>
      {t(isMine ? 'staff.withdraw' : 'staff.refuse')}
    </Button>
  )
}
