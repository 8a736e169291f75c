import type { StorePurchase } from '#contract/plans.ts'
import { isInForce } from '#contract/purchase-states.ts'
import { formatDay } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { isPaymentOpen } from './purchase-rules.ts'

/** What a purchase is doing, as a person would say it. */
export function purchaseWords(purchase: StorePurchase): string {
  return words[purchase.state](purchase)
}

type Dated = 'renews' | 'ends' | 'grace' | 'graceOnWeb' | 'endedOn'
type Plain = 'active' | 'hold' | 'ended'

/** With its day, where the store has named one. */
function dated({ until }: StorePurchase, key: Dated, plain: Plain): string {
  return until === null ? t(`plans.state.${plain}`) : t(`plans.state.${key}`, { date: formatDay(until) })
}

const ended = (purchase: StorePurchase) => dated(purchase, 'endedOn', 'ended')
const unclear = () => t('plans.state.unclear')

const words: Readonly<Record<StorePurchase['state'], (purchase: StorePurchase) => string>> = {
  active: (purchase) => dated(purchase, purchase.renews ? 'renews' : 'ends', 'active'),
  canceled: (purchase) => dated(purchase, 'ends', 'active'),
  grace: (purchase) => dated(purchase, purchase.store === 'stripe' ? 'graceOnWeb' : 'grace', 'hold'),
  hold: () => t('plans.state.hold'),
  paused: ({ resumesAt }) =>
    resumesAt === null ? t('plans.state.paused') : t('plans.state.pausedUntil', { date: formatDay(resumesAt) }),
  pending: () => t('plans.state.pending'),
  revoked: () => t('plans.state.revoked'),
  superseded: () => t('plans.state.superseded'),
  expired: ended,
  none: ended,
  unmapped: unclear,
  unknown: unclear
}

/** What is asked of whoever bought it, if anything is. */
export function troubleWords(purchase: StorePurchase): string | undefined {
  if (isPaymentOpen(purchase)) return purchaseWords(purchase)
  return purchase.priceConsentPending && isInForce(purchase) ? t('plans.consent') : undefined
}

/** What goes with it: another product to come, whose it is. */
export function purchaseNotes(purchase: StorePurchase): string[] {
  const { pendingProduct, isFamilyShared, isSandbox } = purchase
  return [
    ...(pendingProduct === null ? [] : [t('plans.change')]),
    ...(isFamilyShared ? [t('plans.family')] : []),
    ...(isSandbox ? [t('plans.sandbox')] : [])
  ]
}
