import { Link } from 'react-router'
import type { PurchaseShort } from '#contract/staff.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'
import { StateBadge } from './state-badge.tsx'
import { storeNames } from './staff-words.ts'

/** Each leads to all that is known of it. */
export function PurchaseList({ purchases }: { purchases: readonly PurchaseShort[] }) {
  return (
    <ul className="stack">
      {purchases.map((purchase) => (
        <li key={purchase.id}>
          <PurchaseRow purchase={purchase} />
        </li>
      ))}
    </ul>
  )
}

function PurchaseRow({ purchase }: { purchase: PurchaseShort }) {
  const { id, key, store, state, productId, account, firstSeenAt } = purchase
  return (
    <Card className="stack-small">
      <div className="spread">
        <Link to={paths.staffPurchase(id)} className="staff-key">
          {storeNames[store]} {key.slice(0, 24)}
        </Link>
        <StateBadge state={state} />
      </div>
      <p className="small muted">
        {[
          account?.email ?? t('staff.nobody'),
          productId ?? t('staff.noProduct'),
          t('staff.since', { date: formatInstant(firstSeenAt) }),
          ...(purchase.environment === 'sandbox' ? [t('staff.sandbox')] : [])
        ].join(' · ')}
      </p>
    </Card>
  )
}
