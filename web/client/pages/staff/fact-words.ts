import type { StaffPurchase } from '#contract/staff.ts'
import { formatInstant, formatMoney, formatPercent } from '../../../messages/formats.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'

type StoreFact = StaffPurchase['facts'][number]
type Words = Readonly<Record<string, PlainKey>>

const kinds = {
  apple_transaction: 'staff.fact.appleTransaction',
  apple_renewal: 'staff.fact.appleRenewal',
  google_purchase: 'staff.fact.googlePurchase',
  google_void: 'staff.fact.googleVoid',
  stripe_subscription: 'staff.fact.stripeSubscription'
} as const satisfies Words

const names = {
  transactionId: 'staff.fact.transaction',
  originalTransactionId: 'staff.fact.firstTransaction',
  webOrderLineItemId: 'staff.fact.orderLine',
  productId: 'staff.product',
  purchasedAtMs: 'staff.fact.purchasedAt',
  expiresAtMs: 'staff.fact.expiresAt',
  revokedAtMs: 'staff.fact.revokedAt',
  revocationType: 'staff.fact.revocationType',
  revocationPercentage: 'staff.fact.revocationShare',
  isUpgraded: 'staff.fact.isUpgraded',
  isFamilyShared: 'staff.familyShared',
  isRenewal: 'staff.fact.isRenewal',
  period: 'staff.fact.period',
  accountToken: 'staff.fact.accountToken',
  appTransactionId: 'staff.fact.appleAccount',
  priceMilliunits: 'staff.fact.price',
  currency: 'staff.fact.currency',
  willRenew: 'staff.renews',
  nextProductId: 'staff.pendingProduct',
  isRetrying: 'staff.fact.isRetrying',
  graceUntilMs: 'staff.fact.graceUntil',
  expirationIntent: 'staff.fact.expirationIntent',
  priceConsent: 'staff.priceConsent',
  tokenDigest: 'staff.fact.tokenDigest',
  state: 'staff.fact.state',
  status: 'staff.fact.state',
  startedAtMs: 'staff.fact.startedAt',
  orderId: 'staff.by.order',
  replacesDigest: 'staff.fact.replaces',
  expiredDigest: 'staff.fact.follows',
  expiredAccountToken: 'staff.fact.formerAccountToken',
  cancelledBy: 'staff.fact.cancelledBy',
  isAcknowledged: 'staff.acknowledged',
  resumesAtMs: 'staff.resumesAt',
  reason: 'staff.fact.voidReason',
  voidedBy: 'staff.fact.voidedBy',
  subscriptionId: 'staff.fact.subscription',
  customerId: 'staff.fact.customer',
  periodStartedAtMs: 'staff.fact.periodStartedAt',
  endedAtMs: 'staff.fact.endedAt',
  isRefunded: 'staff.fact.isRefunded'
} as const satisfies Words

const values: Readonly<Record<string, Words>> = {
  period: { trial: 'staff.period.trial', intro: 'staff.period.intro', normal: 'staff.period.normal' },
  priceConsent: { pending: 'staff.priceConsent.pending', given: 'staff.priceConsent.given' }
}

const answers: Words = { true: 'staff.yes', false: 'staff.no' }

/** What of a purchase a store speaks of. */
export function factKind(kind: string): string {
  return wordIn(kinds, kind) ?? kind
}

/** What a store has said, named and written as the reader does; what a newer server knows beyond that as it writes it. */
export function factWords(fields: StoreFact['fields']): (readonly [name: string, value: string])[] {
  const currency = fields.find(({ name }) => name === 'currency')?.value
  const hasPrice = currency !== undefined && fields.some(({ name }) => name === 'priceMilliunits')
  return fields
    .filter(({ name }) => !(hasPrice && name === 'currency'))
    .map(({ name, value }) => [wordIn(names, name) ?? name, valueWords(name, value, currency)])
}

function valueWords(name: string, value: string, currency: string | undefined): string {
  if (!Object.hasOwn(names, name)) return value
  if (name.endsWith('Ms')) return formatInstant(value)
  if (name === 'priceMilliunits') return priceWords(value, currency)
  if (name === 'revocationPercentage') return formatPercent(Number(value) / 100_000)
  return wordIn(Object.hasOwn(values, name) ? values[name] : answers, value) ?? value
}

function priceWords(value: string, currency = ''): string {
  return /^[A-Z]{3}$/.test(currency) ? formatMilliunits(Number(value), currency) : value
}

/** Thousandths of the currency's unit, however many digits it is written with. */
function formatMilliunits(milliunits: number, currency: string): string {
  const { maximumFractionDigits: digits = 2 } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency
  }).resolvedOptions()
  return formatMoney({ minor: (milliunits / 1000) * 10 ** digits, currency })
}

function wordIn(words: Words | undefined, code: string): string | undefined {
  const key = words && Object.hasOwn(words, code) ? words[code] : undefined
  return key && t(key)
}
