import './plan-page.css'
import { useEffect, useRef, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { getSubscription, type Subscription } from '#contract/plans.ts'
import { ApiProblem, q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { FormerBilling } from './former-billing.tsx'
import { GetPro } from './get-pro.tsx'
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
        isWithoutPlans(query.error) ? (
          <EmptyState icon={<Sparkles aria-hidden />} title={t('error.plans_not_offered')} />
        ) : (
          <Loaded query={query} skeleton={[9, 12]}>
            {(subscription) => <Plan subscription={subscription} />}
          </Loaded>
        )
      }
    />
  )
}

/** An address that somebody has kept from before. */
function isWithoutPlans(error: unknown): boolean {
  return error instanceof ApiProblem && error.code === 'plans_not_offered'
}

/** While a payment is awaited nobody is asked to pay. */
function Plan({ subscription }: { subscription: Subscription }) {
  const back = useReturn(subscription.purchases)
  const [isTried, setTried] = useState(false)
  return (
    <div className="stack">
      <Returned {...back} />
      <PlanCard subscription={subscription} isTried={isTried} />
      {back.state !== 'waiting' && <GetPro subscription={subscription} onTried={() => setTried(true)} />}
      <UsageCard subscription={subscription} />
      <FormerBilling subscription={subscription} />
    </div>
  )
}

function PlanCard({ subscription, isTried }: { subscription: Subscription; isTried: boolean }) {
  const { plan, trial } = subscription
  const name = useRef<HTMLParagraphElement>(null)
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
      {trial.state === 'used' && trial.until !== null && plan === 'free' && (
        <p className="small muted">{t('plans.trial.used', { date: formatDay(trial.until) })}</p>
      )}
      <PurchaseList subscription={subscription} />
    </Card>
  )
}

function sourceWords({ source, until }: Subscription): string {
  if (source === 'trial') return t('plans.from.trial', { date: until === null ? '' : formatDay(until) })
  return t(`plans.from.${source ?? 'none'}`)
}
