import type { Alert } from '#contract/staff.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { storeNames } from './staff-words.ts'

const messages = {
  'google voidedpurchases': 'staff.about.voided',
  'google unparsable': 'staff.about.unreadable',
  'google unknown': 'staff.about.unknown'
} as const satisfies Readonly<Record<string, PlainKey>>

/** What an alert is about, which tells it from another of its kind; what a newer server writes as it writes it. */
export function aboutWords({ kind, about, purchaseId }: Pick<Alert, 'kind' | 'about' | 'purchaseId'>): string {
  if (about === purchaseId) return t('staff.about.purchase', { id: about })
  if (kind === 'paid_twice') return t('staff.about.account', { id: about })
  if (kind === 'cancellation_failed') return t('staff.about.customer', { id: about })
  if (kind === 'refund_review') return t('staff.about.message', { id: about })
  if (kind === 'refused_claims') return suspectWords(about)
  return Object.hasOwn(messages, about) ? t(messages[about as keyof typeof messages]) : storeWords(about) // it has that key
}

/** Who shows purchases of others: `account ID`, `address DIGEST`, `Apple account ID`. */
function suspectWords(about: string): string {
  const words = about.split(' ')
  const id = words.pop() ?? ''
  const who = words.join(' ')
  if (who === 'account') return t('staff.about.account', { id })
  if (who === 'address') return t('staff.about.address', { id })
  return who === 'Apple account' ? t('staff.about.appleAccount', { id }) : about
}

/** `STORE`, where it is not the production its environment, and what it names. */
function storeWords(about: string): string {
  const [store = '', ...rest] = about.split(' ')
  if (!Object.hasOwn(storeNames, store)) return about
  const name = storeNames[store as keyof typeof storeNames] // it has that key
  const said = rest
    .filter((word) => word !== 'production')
    .map((word) => (word === 'sandbox' ? t('staff.sandbox') : word))
  return said.length === 0 ? name : `${name}: ${said.join(' ')}`
}
