import './plan-page.css'
import { useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { getSubscription, startTrial, type Subscription } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { isInForce } from '../../plan/purchase-rules.ts'
import { useSend } from '../../use-send.ts'
import { BillingActions } from './billing-actions.tsx'
import { PurchaseList } from './purchase-list.tsx'
import { Returned, useReturn } from './returned.tsx'
import { UsageCard } from './usage-card.tsx'

/** Which plan one has, what gives it until when, and how much of it is used. */
export function PlanPage() {
  const query = useQuery(q(getSubscription, {}))
  return (
    <Page
      title={t('plans.title')}
      back={paths.settings()}
      content={
        <Loaded query={query} skeleton={[9, 12]}>
          {(subscription) => <Plan subscription={subscription} />}
        </Loaded>
      }
    />
  )
}

/** While a payment is awaited nobody is asked to pay; who has it free of charge may still have something to end. */
function Plan({ subscription }: { subscription: Subscription }) {
  const { source, purchases } = subscription
  const back = useReturn(purchases)
  const isPaidHere = purchases.some((purchase) => purchase.store === 'stripe' && isInForce(purchase))
  const hasWays = back.state !== 'waiting' && (source !== 'free_of_charge' || isPaidHere)
  return (
    <div className="stack">
      <Returned {...back} />
      <PlanCard subscription={subscription} />
      <UsageCard subscription={subscription} />
      {hasWays && <BillingActions subscription={subscription} />}
    </div>
  )
}

function PlanCard({ subscription }: { subscription: Subscription }) {
  const { plan, purchases, trial, links } = subscription
  const name = useRef<HTMLParagraphElement>(null)
  const [isTried, setTried] = useState(false)
  useEffect(() => {
    if (isTried && plan === 'pro') name.current?.focus() // the button that had the focus is gone
  }, [isTried, plan])
  return (
    <Card aria-labelledby="plan-now" className="card-stack">
      <div>
        <h2 id="plan-now" className="small muted">
          {t('plans.now')}
        </h2>
        <p ref={name} tabIndex={-1} className="plan-name">
          {plan === 'pro' && <Sparkles aria-hidden />}
          {t(`plans.name.${plan}`)}
        </p>
        <p className="muted">{sourceWords(subscription)}</p>
      </div>
      {trial.state === 'available' && plan === 'free' && <Trial onStarted={() => setTried(true)} />}
      {trial.state === 'used' && trial.until !== null && plan === 'free' && (
        <p className="small muted">{t('plans.trial.used', { date: formatDay(trial.until) })}</p>
      )}
      {purchases.length > 0 && <PurchaseList purchases={purchases} links={links} />}
    </Card>
  )
}

function sourceWords({ source, until }: Subscription): string {
  if (source === 'trial') return t('plans.from.trial', { date: until === null ? '' : formatDay(until) })
  return t(`plans.from.${source ?? 'none'}`)
}

function Trial({ onStarted }: { onStarted: () => void }) {
  const starting = useSend(startTrial, {
    show: 'toast',
    onDone: ({ trial }) => {
      onStarted()
      showToast({ text: t('plans.trial.started', { date: formatDay(trial.until ?? '') }) })
    }
  })
  return (
    <div className="spread">
      <p>{t('plans.trial.offer')}</p>
      <Button variant="primary" isPending={starting.isPending} onPress={() => starting.send({})}>
        {t('plans.trial.start')}
      </Button>
    </div>
  )
}
