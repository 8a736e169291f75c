import { useQuery } from '@tanstack/react-query'
import { getSubscription, type StorePurchase, type Subscription } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'
import { q } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { isChargedAgain, manageAddress } from './purchase-rules.ts'

/** What goes on costing somebody something when their account is gone, and what ends with it. */
export function PurchasesAtDeletion() {
  const { data } = useQuery(q(getSubscription, {}))
  if (data === undefined) return null
  const told = data.purchases.filter((each) => (each.store === 'stripe' ? isInForce(each) : isChargedAgain(each)))
  if (told.length === 0) return null
  return (
    <ul className="fates">
      {told.map((purchase) => (
        <li key={purchase.id}>
          <Fate purchase={purchase} links={data.links} />
        </li>
      ))}
    </ul>
  )
}

function Fate({ purchase, links }: { purchase: StorePurchase; links: Subscription['links'] }) {
  const address = manageAddress(purchase, links)
  if (address === undefined) return t('plans.deletion.web')
  const store = t(`plans.atStore.${purchase.store}`)
  return (
    <>
      {t('plans.deletion.store', { store })}{' '}
      <a href={address} target="_blank" rel="noreferrer">
        {t('plans.deletion.end', { store })}
      </a>
    </>
  )
}
