import './plan-page.css'
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
import { useSend } from '../../use-send.ts'
import { BillingActions } from './billing-actions.tsx'
import { PurchaseList } from './purchase-list.tsx'
import { Returned } from './returned.tsx'
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
          {(subscription) => (
            <div className="stack">
              <Returned purchases={subscription.purchases} />
              <PlanCard subscription={subscription} />
              <UsageCard subscription={subscription} />
              {subscription.source !== 'free_of_charge' && <BillingActions subscription={subscription} />}
            </div>
          )}
        </Loaded>
      }
    />
  )
}

function PlanCard({ subscription }: { subscription: Subscription }) {
  const { plan, purchases, trial } = subscription
  return (
    <Card aria-labelledby="plan-now" className="card-stack">
      <div>
        <h2 id="plan-now" className="small muted">
          {t('plans.now')}
        </h2>
        <p className="plan-name">
          {plan === 'pro' && <Sparkles aria-hidden />}
          {t(`plans.name.${plan}`)}
        </p>
        <p className="muted">{sourceWords(subscription)}</p>
      </div>
      {trial.state === 'available' && plan === 'free' && <Trial />}
      {trial.state === 'used' && trial.until !== null && (
        <p className="small muted">{t('plans.trial.used', { date: formatDay(trial.until) })}</p>
      )}
      {purchases.length > 0 && <PurchaseList purchases={purchases} />}
    </Card>
  )
}

function sourceWords({ source, until }: Subscription): string {
  if (source === 'trial') return t('plans.from.trial', { date: until === null ? '' : formatDay(until) })
  return t(`plans.from.${source ?? 'none'}`)
}

function Trial() {
  const starting = useSend(startTrial, {
    show: 'toast',
    onDone: ({ trial }) => void showToast({ text: t('plans.trial.started', { date: formatDay(trial.until ?? '') }) })
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
