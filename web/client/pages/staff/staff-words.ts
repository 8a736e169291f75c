import type { AlertKind } from '#contract/staff.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'

export const storeNames = { apple: 'App Store', google: 'Google Play', stripe: 'Stripe' } as const

const alertKeys = {
  unattributed: 'staff.alert.unattributed',
  unmapped_product: 'staff.alert.unmappedProduct',
  unknown_state: 'staff.alert.unknown',
  unknown_notification: 'staff.alert.unknown',
  acknowledgement_due: 'staff.alert.acknowledgement',
  acknowledgement_critical: 'staff.alert.acknowledgementCritical',
  catch_up_stopped: 'staff.alert.catchUp',
  certificate_revoked: 'staff.alert.certificate',
  paid_twice: 'staff.alert.paidTwice',
  cancellation_failed: 'staff.alert.cancellation',
  refund_review: 'staff.alert.refundReview',
  refused_claims: 'staff.alert.claims',
  transferred: 'staff.alert.transferred'
} as const satisfies Readonly<Record<AlertKind, PlainKey>>

/** What an alert means; one of a newer server by its own name. */
export function alertWords(kind: string): string {
  const key = (alertKeys as Readonly<Record<string, PlainKey>>)[kind] // by any name
  return key === undefined ? kind : t(key)
}
