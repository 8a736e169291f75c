import { useState } from 'react'
import { markAccount, type Mark, type StaffAccount } from '#contract/staff.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { useSend } from '../../use-send.ts'
import { Facts } from './facts.tsx'
import { ReasonDialog } from './reason-dialog.tsx'

/** What an account may, and what staff have said of it. */
export function AccountCard({ account }: { account: StaffAccount }) {
  const { id, email, isFree, buysInSandbox, paidUntil, trialUntil, createdAt, changes } = account
  return (
    <Card aria-labelledby="account" className="card-stack">
      <h2 id="account" className="staff-key">
        {email}
      </h2>
      <Facts
        facts={[
          [t('staff.accountSince'), formatInstant(createdAt)],
          [t('staff.paidUntil'), paidUntil === null ? t('staff.notPaid') : formatInstant(paidUntil)],
          [t('staff.trialUntil'), trialUntil === null ? undefined : formatInstant(trialUntil)],
          [t('staff.mark.free'), isFree ? t('staff.yes') : t('staff.no')],
          [t('staff.mark.sandbox'), buysInSandbox ? t('staff.yes') : t('staff.no')]
        ]}
      />
      <div className="row">
        <MarkButton accountId={id} mark="free" isSet={isFree} />
        <MarkButton accountId={id} mark="sandbox" isSet={buysInSandbox} />
      </div>
      {changes.length > 0 && (
        <ul className="list-plain">
          {changes.map((change) => (
            <li key={change.id} className="staff-line">
              <p>{t(change.isSet ? `staff.marked.${change.mark}` : `staff.unmarked.${change.mark}`)}</p>
              <p className="small muted">
                {[change.reason, change.by ?? t('staff.somebody'), formatInstant(change.at)].join(' · ')}
              </p>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}

function MarkButton({ accountId, mark, isSet }: { accountId: string; mark: Mark; isSet: boolean }) {
  const [isAsking, setAsking] = useState(false)
  const label = t(isSet ? `staff.unmark.${mark}` : `staff.makeMark.${mark}`)
  const marking = useSend(markAccount, { onDone: () => setAsking(false) })
  return (
    <>
      <Button onPress={() => setAsking(true)}>{label}</Button>
      {isAsking && (
        <ReasonDialog
          title={label}
          label={t('staff.why')}
          submitLabel={t('staff.doIt')}
          sending={marking}
          onSubmit={(reason) => marking.send({ params: { accountId }, body: { mark, isSet: !isSet, reason } })}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}
