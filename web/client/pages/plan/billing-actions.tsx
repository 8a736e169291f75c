import type { Subscription } from '#contract/plans.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { isInForce } from '../../plan/purchase-rules.ts'
import { WebBilling } from './web-billing.tsx'

/** The ways to pay that this installation has: in the apps, and where it is configured on the web. */
export function BillingActions({ subscription }: { subscription: Subscription }) {
  return (
    <>
      <Apps subscription={subscription} />
      {subscription.isSoldOnWeb && <WebBilling subscription={subscription} />}
    </>
  )
}

/** Not for whoever has bought it: what is on hold or paused is mended where it was bought. */
function Apps({ subscription: { source, purchases, links, isSoldOnWeb } }: { subscription: Subscription }) {
  if (source === 'store' || source === 'free_of_charge' || purchases.some(isInForce)) return null
  const apps = (['apple', 'google'] as const).flatMap((store) => {
    const address = links[store]
    return address === null ? [] : [{ store, address }]
  })
  if (apps.length === 0 && isSoldOnWeb) return null
  return (
    <Card aria-labelledby="plan-buy" className="card-stack">
      <h2 id="plan-buy">{t('plans.buy')}</h2>
      <p className="muted">{apps.length === 0 ? t('plans.buy.nowhere') : t('plans.buy.text')}</p>
      {apps.length > 0 && (
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
      )}
    </Card>
  )
}
