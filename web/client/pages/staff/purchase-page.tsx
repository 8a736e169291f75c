import './staff.css'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { useNavigate, useParams } from 'react-router'
import { getPurchase, type StaffPurchase } from '#contract/staff.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { AlertList } from './alerts-section.tsx'
import { Facts } from './facts.tsx'
import { ProposeDialog } from './propose-dialog.tsx'
import { PurchaseStory } from './purchase-story.tsx'
import { onPurpose, usePlace } from './reading.ts'
import { StateBadge } from './state-badge.tsx'
import { endWords, storeNames } from './staff-words.ts'
import { TransferList } from './transfers-section.tsx'
import { WithSecondFactor } from './with-second-factor.tsx'

/** All that is known of one purchase, and what may be done about it. */
export function PurchasePage() {
  const { purchaseId = '' } = useParams()
  return (
    <Page
      title={t('staff.purchase')}
      back={paths.staff()}
      content={
        <WithSecondFactor>
          <Read purchaseId={purchaseId} />
        </WithSecondFactor>
      }
    />
  )
}

function Read({ purchaseId }: { purchaseId: string }) {
  const query = useQuery({ ...q(getPurchase, { params: { purchaseId } }), ...onPurpose })
  return (
    <Loaded query={query} skeleton={[8, 12]}>
      {(purchase) => <Shown purchase={purchase} />}
    </Loaded>
  )
}

function Shown({ purchase }: { purchase: StaffPurchase }) {
  return (
    <div className="stack">
      <StateCard purchase={purchase} />
      {purchase.alerts.length > 0 && (
        <Section id="alerts" title={t('staff.alerts')}>
          <AlertList alerts={purchase.alerts} />
        </Section>
      )}
      {purchase.transfers.length > 0 && (
        <Section id="transfers" title={t('staff.transfers')}>
          <TransferList transfers={purchase.transfers} />
        </Section>
      )}
      <PurchaseStory purchase={purchase} />
    </div>
  )
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id} className="stack">
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  )
}

function StateCard({ purchase }: { purchase: StaffPurchase }) {
  const [isProposing, setProposing] = useState(false)
  const { id, store, key, state, account, transfers } = purchase
  return (
    <Card aria-labelledby="state" className="card-stack">
      <div className="spread">
        <h2 id="state" className="staff-key">
          {storeNames[store]} {key}
        </h2>
        <StateBadge state={state} />
      </div>
      <Facts facts={factsOf(purchase)} />
      <div className="row">
        {account && <AccountButton accountId={account.id} />}
        {transfers.every(({ outcome }) => outcome !== 'open') && (
          <Button onPress={() => setProposing(true)}>{t('staff.propose')}</Button>
        )}
      </div>
      {isProposing && (
        <ProposeDialog purchaseId={id} isNobodys={account === null} onClose={() => setProposing(false)} />
      )}
    </Card>
  )
}

/** Goes back to where one looks up, and looks the account up. */
function AccountButton({ accountId }: { accountId: string }) {
  const navigate = useNavigate()
  const [, go] = usePlace()
  return (
    <Button
      onPress={() => {
        go({ tab: 'find', question: { by: 'account', value: accountId, time: Date.now() } })
        void navigate(paths.staff())
      }}
    >
      {t('staff.seeAccount')}
    </Button>
  )
}

type Fact = readonly [name: string, value: string | undefined]

function factsOf(purchase: StaffPurchase): Fact[] {
  return [...standingOf(purchase), ...remarksOf(purchase)]
}

function standingOf({ account, state, productId, plan, entitledUntil, until, autoRenews }: StaffPurchase): Fact[] {
  const isOver = state === 'EXPIRED' || state === 'REVOKED'
  return [
    [t('staff.owner'), account?.email ?? t('staff.nobody')],
    [t('staff.product'), productId === null ? undefined : [productId, plan].filter(Boolean).join(' · ')],
    [t('staff.entitledUntil'), moment(entitledUntil) ?? t('staff.doesNot')],
    [t(isOver ? 'staff.endedAt' : 'staff.until'), moment(until)],
    [t('staff.renews'), autoRenews ? t('staff.yes') : t('staff.no')]
  ]
}

/** What most purchases have nothing of. */
function remarksOf(purchase: StaffPurchase): Fact[] {
  const { period, priceConsent, expirationReason } = purchase
  return [
    [t('staff.period'), period === null || period === 'normal' ? undefined : t(`staff.period.${period}`)],
    [t('staff.priceConsent'), priceConsent === null ? undefined : t(`staff.priceConsent.${priceConsent}`)],
    [t('staff.pendingProduct'), purchase.pendingProductId ?? undefined],
    [t('staff.expirationReason'), expirationReason === null ? undefined : endWords(expirationReason)],
    [t('staff.resumesAt'), moment(purchase.resumesAt)],
    [t('staff.familyShared'), purchase.isFamilyShared ? t('staff.yes') : undefined],
    [t('staff.environment'), purchase.environment === 'sandbox' ? t('staff.sandbox') : undefined],
    [t('staff.acknowledged'), acknowledgementWords(purchase.acknowledgement)]
  ]
}

function moment(at: string | null): string | undefined {
  return at === null ? undefined : formatInstant(at)
}

function acknowledgementWords(acknowledgement: StaffPurchase['acknowledgement']): string | undefined {
  if (acknowledgement === null) return undefined
  const { acknowledgedAt, dueAt } = acknowledgement
  return acknowledgedAt === null ? t('staff.dueAt', { date: formatInstant(dueAt) }) : formatInstant(acknowledgedAt)
}
