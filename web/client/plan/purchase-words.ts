import type { StorePurchase } from '#contract/plans.ts'
import { formatDay } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'

/** What a purchase is doing, as a person would say it. */
export function purchaseWords({ state, until, renews, resumesAt }: StorePurchase): string {
  const date = until === null ? undefined : formatDay(until)
  switch (state) {
    case 'active':
      if (date === undefined) return t('plans.state.active')
      return renews ? t('plans.state.renews', { date }) : t('plans.state.ends', { date })
    case 'canceled':
      return date === undefined ? t('plans.state.active') : t('plans.state.ends', { date })
    case 'grace':
      return date === undefined ? t('plans.state.hold') : t('plans.state.grace', { date })
    case 'hold':
      return t('plans.state.hold')
    case 'paused':
      return resumesAt === null ? t('plans.state.paused') : t('plans.state.pausedUntil', { date: formatDay(resumesAt) })
    case 'pending':
      return t('plans.state.pending')
    case 'revoked':
      return t('plans.state.revoked')
    case 'superseded':
      return t('plans.state.superseded')
    case 'expired':
    case 'none':
      return date === undefined ? t('plans.state.ended') : t('plans.state.endedOn', { date })
    case 'unmapped':
    case 'unknown':
      return t('plans.state.unclear')
  }
}

/** What goes with it: another product to come, a question of the store, whose it is. */
export function purchaseNotes(purchase: StorePurchase): string[] {
  const { pendingProduct, priceConsentPending, isFamilyShared, isSandbox } = purchase
  return [
    ...(pendingProduct === null ? [] : [t('plans.change', { product: pendingProduct })]),
    ...(priceConsentPending ? [t('plans.consent')] : []),
    ...(isFamilyShared ? [t('plans.family')] : []),
    ...(isSandbox ? [t('plans.sandbox')] : [])
  ]
}
