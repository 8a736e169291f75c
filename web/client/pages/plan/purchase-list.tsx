import type { StorePurchase, Subscription } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'
import { formatList } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { isChargedAgain, isPaymentOpen, manageAddress, paidTwice } from '../../plan/purchase-rules.ts'
import { purchaseNotes, purchaseWords, troubleWords } from '../../plan/purchase-words.ts'
import { Trouble } from '../../plan/trouble.tsx'
import { ManageBilling } from './manage-billing.tsx'

export function PurchaseList({ subscription }: { subscription: Subscription }) {
  const { purchases, links } = subscription
  if (purchases.length === 0) return null
  return (
    <section aria-labelledby="plan-purchases" className="stack-small">
      <h3 id="plan-purchases">{t('plans.purchases')}</h3>
      <Twice purchases={purchases} />
      <ul className="list-plain">
        {purchases.map((purchase) => (
          <li key={purchase.id} className="spread plan-purchase">
            <Purchase purchase={purchase} />
            {isInForce(purchase) && <Manage purchase={purchase} links={links} />}
          </li>
        ))}
      </ul>
      <Elsewhere subscription={subscription} />
    </section>
  )
}

function Twice({ purchases }: Pick<Subscription, 'purchases'>) {
  const stores = new Set(paidTwice(purchases).map(({ store }) => t(`plans.atStore.${store}`)))
  if (stores.size === 0) return null
  return <Trouble isOver={false}>{t('plans.twice', { stores: formatList([...stores]) })}</Trouble>
}

/** Why nothing can be paid on the web, where that is offered. */
function Elsewhere({ subscription: { purchases, isSoldOnWeb } }: { subscription: Subscription }) {
  const elsewhere = purchases.find(isChargedAgain)
  const isPaidHere = purchases.some((purchase) => purchase.store === 'stripe' && isInForce(purchase))
  if (!isSoldOnWeb || isPaidHere || elsewhere === undefined || paidTwice(purchases).length > 0) return null
  return <p className="small muted">{t('billing.elsewhere', { store: t(`plans.atStore.${elsewhere.store}`) })}</p>
}

function Purchase({ purchase }: { purchase: StorePurchase }) {
  const trouble = troubleWords(purchase)
  return (
    <div className="plan-purchase-words">
      {!isPaymentOpen(purchase) && <p>{purchaseWords(purchase)}</p>}
      {trouble !== undefined && <Trouble isOver={!purchase.isEntitled}>{trouble}</Trouble>}
      <p className="small muted">{[t(`plans.store.${purchase.store}`), ...purchaseNotes(purchase)].join(' · ')}</p>
    </div>
  )
}

/** The one way to change it: at the store where it was bought. */
function Manage({ purchase, links }: { purchase: StorePurchase; links: Subscription['links'] }) {
  const isUrgent = troubleWords(purchase) !== undefined
  const address = manageAddress(purchase, links)
  if (address === undefined) return <ManageBilling isUrgent={isUrgent} />
  return (
    <a
      className={`button button-${isUrgent ? 'primary' : 'secondary'} button-medium`}
      href={address}
      target="_blank"
      rel="noreferrer"
    >
      {t(isPaymentOpen(purchase) ? 'plans.mend' : isUrgent ? 'plans.answer' : 'plans.manage')}
      <span className="visually-hidden"> {t(`plans.atStore.${purchase.store}`)}</span>
    </a>
  )
}
