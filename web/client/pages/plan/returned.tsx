import { useEffect } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'react-router'
import { getSubscription, type StorePurchase } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'

/** How often it is asked whether a payment has arrived. */
const askAgainMs = 3000

/** Back from the page of the payment service: the payment is on its way until the service has told of it. */
export function Returned({ purchases }: { purchases: readonly StorePurchase[] }) {
  const [search, setSearch] = useSearchParams()
  const came = search.get('checkout')
  const hasArrived = purchases.some(({ store, isEntitled }) => store === 'stripe' && isEntitled)
  const isWaiting = came === 'done' && !hasArrived
  useQuery({ ...q(getSubscription, {}), refetchInterval: isWaiting && askAgainMs })
  useEffect(() => {
    if (came !== 'done' || !hasArrived) return
    showToast({ text: t('billing.arrived') })
    setSearch({}, { replace: true })
  }, [came, hasArrived, setSearch])
  if (!isWaiting && came !== 'left') return null
  return (
    <Card>
      <p role="status">{isWaiting ? t('billing.waiting') : t('billing.left')}</p>
    </Card>
  )
}
