import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { getBilling, startCheckout, type WebPrice } from '#contract/billing.ts'
import { startTrial, type Subscription } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { formatDay, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { offerTo } from '../../plan/purchase-rules.ts'
import { useSend } from '../../use-send.ts'

/** What Pro gives, and every way to it that there is here: to try it, to pay on the web, to buy it in an app. */
export function GetPro({ subscription, onTried }: { subscription: Subscription; onTried: () => void }) {
  const { plan, homes, limits } = subscription
  const offer = offerTo(subscription)
  if (!offer.trial && !offer.inApp && !offer.onWeb) return null
  return (
    <Card aria-labelledby="plan-buy" className="card-stack">
      <h2 id="plan-buy">{t(plan === 'pro' ? 'plans.keep' : 'plans.buy')}</h2>
      <Gives limits={limits} />
      {homes.used === 0 && <p>{t('plans.forOwners')}</p>}
      {offer.trial && <Trial onStarted={onTried} />}
      {offer.onWeb && <OnWeb />}
      {offer.inApp && <InApps subscription={subscription} />}
    </Card>
  )
}

/** What is the same in both plans is no reason. */
function Gives({ limits }: Pick<Subscription, 'limits'>) {
  return (
    <ul className="stack-small">
      {limits
        .filter(({ free, pro }) => free !== pro)
        .map(({ of, free, pro }) => (
          <li key={of} className="plan-gives">
            <Check aria-hidden />
            <span>
              {pro === null ? t(`plans.gives.${of}`) : t(`plans.givesUpTo.${of}`, { count: pro })}{' '}
              {free !== null && <span className="small muted figures">{t('plans.gives.free', { count: free })}</span>}
            </span>
          </li>
        ))}
    </ul>
  )
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
    <div className="plan-way">
      <p>{t('plans.trial.offer')}</p>
      <div className="form-actions">
        <Button variant="primary" isPending={starting.isPending} onPress={() => starting.send({})}>
          {t('plans.trial.start')}
        </Button>
      </div>
    </div>
  )
}

function OnWeb() {
  const billing = useQuery(q(getBilling, {}))
  return (
    <div className="plan-way">
      <Loaded query={billing}>{({ prices }) => <Prices prices={prices} />}</Loaded>
    </div>
  )
}

function Prices({ prices }: { prices: readonly WebPrice[] }) {
  const checkout = useSend(startCheckout, {
    show: 'toast',
    readsAnew: false,
    onDone: ({ url }) => location.assign(url)
  })
  if (prices.length === 0) return <p className="muted">{t('billing.nothing')}</p>
  return (
    <>
      <p>{t('billing.text')}</p>
      <div className="form-actions">
        {prices.map(({ id, price, every }) => (
          <Button key={id} isPending={checkout.isPending} onPress={() => checkout.send({ body: { price: id } })}>
            {t(`billing.price.${every.unit}`, { price: formatMoney(price), count: every.count })}
          </Button>
        ))}
      </div>
    </>
  )
}

function InApps({ subscription: { links, isSoldOnWeb } }: { subscription: Subscription }) {
  const apps = (['apple', 'google'] as const).flatMap((store) => {
    const address = links[store]
    return address === null ? [] : [{ store, address }]
  })
  if (apps.length === 0) return isSoldOnWeb ? null : <p className="muted">{t('plans.buy.nowhere')}</p>
  return (
    <div className="plan-way">
      <p>{t(isSoldOnWeb ? 'plans.buy.too' : 'plans.buy.text')}</p>
      <div className="form-actions">
        {apps.map(({ store, address }) => (
          <a
            key={store}
            className="button button-secondary button-medium"
            href={address}
            target="_blank"
            rel="noreferrer"
          >
            {t(`plans.buy.${store}`)}
          </a>
        ))}
      </div>
    </div>
  )
}
