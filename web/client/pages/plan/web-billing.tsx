import { openBillingPortal, startCheckout, type Billing, type WebPrice } from '#contract/billing.ts'
import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Loaded, type LoadedProps } from '../../loaded.tsx'
import { useSend } from '../../use-send.ts'
import { manageAt } from './purchase-list.tsx'

type WebBillingProps = { query: LoadedProps<Billing>['query']; subscription: Subscription }

/** Paying on the web and managing it, where this installation lets people. */
export function WebBilling({ query, subscription }: WebBillingProps) {
  return (
    <Card aria-labelledby="plan-web" className="card-stack">
      <h2 id="plan-web">{t('billing.title')}</h2>
      <Loaded query={query}>{(billing) => <Ways billing={billing} subscription={subscription} />}</Loaded>
    </Card>
  )
}

/** In all of these the store takes money, or tries to. */
const paying = new Set<StorePurchase['state']>(['active', 'canceled', 'grace', 'hold', 'paused'])

function Ways({ billing, subscription }: { billing: Billing; subscription: Subscription }) {
  const inForce = subscription.purchases.filter(({ state }) => paying.has(state))
  const elsewhere = inForce.find(({ store, renews }) => store !== 'stripe' && renews)
  const isPaidHere = inForce.some(({ store }) => store === 'stripe')
  return (
    <>
      {isPaidHere ? <p className="muted">{t('billing.paid')}</p> : elsewhere && <Elsewhere store={elsewhere.store} />}
      {!isPaidHere && !elsewhere && <Prices prices={billing.prices} />}
      {(isPaidHere || billing.isCustomer) && <Manage />}
    </>
  )
}

/** Somebody is paid already, who alone can end that. */
function Elsewhere({ store }: { store: StorePurchase['store'] }) {
  const name = t(`plans.store.${store}`)
  return (
    <>
      <p className="muted">{t('billing.elsewhere', { store: name })}</p>
      <div className="form-actions">
        <a className="button button-secondary button-medium" href={manageAt[store]} target="_blank" rel="noreferrer">
          {t('plans.manageAt', { store: name })}
        </a>
      </div>
    </>
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
      <p className="muted">{t('billing.text')}</p>
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

function Manage() {
  const opening = useSend(openBillingPortal, {
    show: 'toast',
    readsAnew: false,
    onDone: ({ url }) => location.assign(url)
  })
  return (
    <div className="form-actions">
      <Button isPending={opening.isPending} onPress={() => opening.send({})}>
        {t('billing.manage')}
      </Button>
    </div>
  )
}
