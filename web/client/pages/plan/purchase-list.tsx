import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { t } from '../../../messages/i18n.ts'
import { isInForce, manageAddress } from '../../plan/purchase-rules.ts'
import { purchaseNotes, purchaseWords } from '../../plan/purchase-words.ts'

export function PurchaseList({ purchases, links }: Pick<Subscription, 'purchases' | 'links'>) {
  return (
    <section aria-labelledby="plan-purchases">
      <h3 id="plan-purchases">{t('plans.purchases')}</h3>
      <ul className="list-plain">
        {purchases.map((purchase) => (
          <li key={purchase.id} className="spread plan-purchase">
            <Purchase purchase={purchase} links={links} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Purchase({ purchase, links }: { purchase: StorePurchase; links: Subscription['links'] }) {
  const store = t(`plans.store.${purchase.store}`)
  const address = isInForce(purchase) ? manageAddress(purchase, links) : undefined
  return (
    <>
      <div>
        <p>{purchaseWords(purchase)}</p>
        <p className="small muted">{[store, ...purchaseNotes(purchase)].join(' · ')}</p>
      </div>
      {address !== undefined && (
        <a
          className="button button-secondary button-medium"
          href={address}
          target="_blank"
          rel="noreferrer"
          aria-label={t('plans.manageAt', { store })}
        >
          {t('plans.manage')}
        </a>
      )}
    </>
  )
}
