import { useQuery } from '@tanstack/react-query'
import { getBilling } from '#contract/billing.ts'
import type { Subscription } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { ManageBilling } from './manage-billing.tsx'

/** Whoever paid on the web before has invoices there; what is paid now is managed in its own row. */
export function FormerBilling({ subscription: { isSoldOnWeb, purchases } }: { subscription: Subscription }) {
  const isPaidNow = purchases.some((purchase) => purchase.store === 'stripe' && isInForce(purchase))
  const { data } = useQuery({ ...q(getBilling, {}), enabled: isSoldOnWeb && !isPaidNow })
  if (isPaidNow || data?.isCustomer !== true) return null
  return (
    <Card className="spread">
      <p>{t('billing.former')}</p>
      <ManageBilling />
    </Card>
  )
}
