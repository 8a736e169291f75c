import type { Subscription } from '#contract/plans.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'

/** The ways to pay that this installation has: in the apps, and where it is configured on the web. */
export function BillingActions({ subscription: { plan, source, links } }: { subscription: Subscription }) {
  if (plan === 'pro' && source === 'store') return null
  const apps = (['apple', 'google'] as const).flatMap((store) => {
    const address = links[store]
    return address === null ? [] : [{ store, address }]
  })
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
