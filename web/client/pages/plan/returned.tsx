import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useSearchParams } from 'react-router'
import { getSubscription, type StorePurchase } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { showToast } from '../../../ui/toast.ts'
import { isBackFromBilling } from './billing-visit.ts'

/** How long a payment is awaited, and how often it is asked for meanwhile and afterwards. */
const awaitedMs = 120_000
const askAgainMs = { waiting: 3000, late: 10_000, left: false } as const

export type Return = { readonly state: keyof typeof askAgainMs | undefined; readonly close: () => void }

/** Back from the page of the payment service: a payment is on its way until the service has told of it, and so may a change be. */
export function useReturn(purchases: readonly StorePurchase[]): Return {
  const [search, setSearch] = useSearchParams()
  const [isBack] = useState(isBackFromBilling)
  const [isLate, setLate] = useState(false)
  const came = search.get('checkout')
  const hasArrived = purchases.some(({ store, isEntitled }) => store === 'stripe' && isEntitled)
  const isAwaited = came === 'done' && !hasArrived
  const state = isAwaited ? (isLate ? 'late' : 'waiting') : came === 'left' ? 'left' : undefined
  const isChanging = isBack && !isLate
  const asked = isChanging ? 'waiting' : state
  useQuery({ ...q(getSubscription, {}), refetchInterval: asked !== undefined && askAgainMs[asked] })
  const isWatched = isAwaited || isBack
  useEffect(() => {
    if (!isWatched) return undefined
    const timer = setTimeout(() => setLate(true), awaitedMs)
    return () => clearTimeout(timer)
  }, [isWatched])
  useEffect(() => {
    if (came !== 'done' || !hasArrived) return
    showToast({ text: t('billing.arrived') })
    setSearch({}, { replace: true })
  }, [came, hasArrived, setSearch])
  return { state, close: () => setSearch({}, { replace: true }) }
}

export function Returned({ state, close }: Return) {
  if (state === undefined) return null
  return (
    <Card className="plan-returned">
      <p role="status">{t(`billing.${state}`)}</p>
      {state !== 'waiting' && (
        <IconButton label={t('app.close')} onPress={close}>
          <X aria-hidden />
        </IconButton>
      )}
    </Card>
  )
}
