import type { StorePurchase } from '#contract/plans.ts'
import { t } from '../../../messages/i18n.ts'
import { purchaseNotes, purchaseWords } from '../../plan/purchase-words.ts'

/** Where a store lets people change what they bought; on the web that is among the ways to pay. */
export const manageAt: Readonly<Record<StorePurchase['store'], string | undefined>> = {
  apple: 'https://apps.apple.com/account/subscriptions',
  google: 'https://play.google.com/store/account/subscriptions',
  stripe: undefined
}

export function PurchaseList({ purchases }: { purchases: readonly StorePurchase[] }) {
  return (
    <section aria-labelledby="plan-purchases">
      <h3 id="plan-purchases">{t('plans.purchases')}</h3>
      <ul className="list-plain">
        {purchases.map((purchase) => (
          <li key={purchase.id} className="spread">
            <Purchase purchase={purchase} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Purchase({ purchase }: { purchase: StorePurchase }) {
  const store = t(`plans.store.${purchase.store}`)
  const address = manageAt[purchase.store]
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
