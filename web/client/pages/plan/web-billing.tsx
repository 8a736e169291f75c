import { useQuery } from '@tanstack/react-query'
import { getBilling, openBillingPortal, startCheckout, type WebPrice } from '#contract/billing.ts'
import type { Subscription } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { isInForce } from '../../plan/purchase-rules.ts'
import { useSend } from '../../use-send.ts'

/** Paying on the web and managing it. */
export function WebBilling({ subscription: { purchases } }: { subscription: Subscription }) {
  const billing = useQuery(q(getBilling, {}))
  const paid = purchases.filter(isInForce)
  const here = paid.find(({ store }) => store === 'stripe')
  const elsewhere = paid.find(({ store, renews }) => store !== 'stripe' && renews)
  return (
    <Card aria-labelledby="plan-web" className="card-stack">
      <h2 id="plan-web">{here ? t('billing.yours') : t('billing.title')}</h2>
      <Loaded query={billing}>
        {({ prices, isCustomer }) => (
          <>
            {here ? (
              <p className="muted">{here.state === 'canceled' ? t('billing.canceled') : t('billing.paid')}</p>
            ) : elsewhere ? (
              <p className="muted">{t('billing.elsewhere', { store: t(`plans.atStore.${elsewhere.store}`) })}</p>
            ) : (
              <Prices prices={prices} />
            )}
            {(here || isCustomer) && <Manage />}
          </>
        )}
      </Loaded>
    </Card>
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
