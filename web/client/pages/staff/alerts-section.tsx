import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-router'
import { listAlerts, resolveAlert, type Alert } from '#contract/staff.ts'
import { call } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'
import { useSend } from '../../use-send.ts'
import { ReasonDialog } from './reason-dialog.tsx'
import { aboutWords } from './alert-about.ts'
import { StaffPages } from './staff-pages.tsx'
import { alertWords } from './staff-words.ts'

/** What needs a human, the oldest first. */
export function AlertsSection() {
  return (
    <StaffPages
      path={listAlerts.path}
      read={(query, signal) => call(listAlerts, { query }, signal)}
      empty={{ icon: <CircleCheck aria-hidden />, title: t('staff.noAlerts') }}
    >
      {(alerts) => <AlertList alerts={alerts} linked />}
    </StaffPages>
  )
}

/** `linked`: with the way to the purchase. */
export function AlertList({ alerts, linked = false }: { alerts: readonly Alert[]; linked?: boolean }) {
  return (
    <ul className="stack">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <AlertCard alert={alert} linked={linked} />
        </li>
      ))}
    </ul>
  )
}

function AlertCard({ alert, linked }: { alert: Alert; linked: boolean }) {
  const { id, kind, about, purchaseId, raisedAt, times, resolvedAt, note } = alert
  return (
    <Card className="card-stack">
      <div>
        <p className="staff-key">{alertWords(kind)}</p>
        {(linked || about !== purchaseId) && <p className="staff-text">{aboutWords(alert)}</p>}
        <p className="small muted">{[formatInstant(raisedAt), t('staff.times', { count: times })].join(' · ')}</p>
        {resolvedAt !== null && (
          <p className="small muted">
            {t('staff.closedAt', { date: formatInstant(resolvedAt), note: note ?? t('staff.byItself') })}
          </p>
        )}
      </div>
      {linked && purchaseId !== null && <Link to={paths.staffPurchase(purchaseId)}>{t('staff.seePurchase')}</Link>}
      {resolvedAt === null && <CloseButton alertId={id} />}
    </Card>
  )
}

function CloseButton({ alertId }: { alertId: string }) {
  const [isAsking, setAsking] = useState(false)
  const closing = useSend(resolveAlert, { onDone: () => setAsking(false) })
  return (
    <>
      <Button onPress={() => setAsking(true)}>{t('staff.close')}</Button>
      {isAsking && (
        <ReasonDialog
          title={t('staff.close')}
          label={t('staff.note')}
          submitLabel={t('staff.close')}
          sending={closing}
          onSubmit={(note) => closing.send({ params: { alertId }, body: { note } })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
