import type { AppleRenewal, AppleTransaction, Environment, Fact, PurchaseKey } from '../../facts.ts'
import { at, hour, on, day, type Scenario } from './scenario.ts'

/** Moments are days after the purchase. The words are those of the specification; T0 is the purchase, for a month. */
type Period = Partial<Omit<AppleTransaction, 'kind'>> & {
  signed?: number
  from: number
  to: number
  environment?: Environment
}

export const apple = (key: string, environment: Environment = 'production'): PurchaseKey => ({
  store: 'apple',
  environment,
  key
})

/** The transaction of one period; each period has its own id. */
function period({ signed, from, to, environment = 'production', ...more }: Period): Fact {
  return {
    environment,
    clockMs: on(signed ?? from),
    content: {
      kind: 'apple_transaction',
      transactionId: `period from ${from}`,
      originalTransactionId: 'one',
      productId: 'pro.month',
      purchasedAtMs: on(from),
      expiresAtMs: on(to),
      isUpgraded: false,
      isFamilyShared: false,
      isRenewal: from > 0,
      period: 'normal',
      accountToken: 'a',
      ...more
    }
  }
}

function renewal({ signed, ...more }: Partial<Omit<AppleRenewal, 'kind'>> & { signed: number }): Fact {
  return {
    environment: 'production',
    clockMs: on(signed),
    content: { kind: 'apple_renewal', originalTransactionId: 'one', willRenew: true, isRetrying: false, ...more }
  }
}

const first = { from: 0, to: 30 }
const second = { from: 30, to: 60 }
const family = { ...first, transactionId: 'family', originalTransactionId: 'family', isFamilyShared: true }
const bought = [period(first), renewal({ signed: 0 })]
const renewed = [period(second), renewal({ signed: 30 })]
const renewalDisabled = [period({ ...first, signed: 5 }), renewal({ signed: 5, willRenew: false })]
const failedWithGrace = [
  period({ ...first, signed: 30 }),
  renewal({ signed: 30, isRetrying: true, graceUntilMs: on(46) })
]
const failedWithoutGrace = [period({ ...first, signed: 30 }), renewal({ signed: 30, isRetrying: true })]
const graceIsOver = [period({ ...first, signed: 46 }), renewal({ signed: 46, isRetrying: true })]
const retryGivenUp = [period({ ...first, signed: 90 }), renewal({ signed: 90, willRenew: false, expirationIntent: 2 })]
const refunded = [period({ ...first, signed: 10, revokedAtMs: on(10) }), renewal({ signed: 10 })]
const refundReversed = [period({ ...first, signed: 15 }), renewal({ signed: 15 })]
const expired = [period({ ...first, signed: 30.1 }), renewal({ signed: 30.1, willRenew: false, expirationIntent: 1 })]
const resubscribed = [period({ from: 50, to: 80, isRenewal: false }), renewal({ signed: 50 })]
const upgraded = { from: 10, to: 40, productId: 'higher.month', isRenewal: false }
const short = period({ from: 33, to: 40, isRenewal: false })

const leewayInDays = (2 * hour) / day
const millisecond = 1 / day

type Row = Omit<Scenario, 'purchase'> & Partial<Pick<Scenario, 'purchase'>>

const rows: Row[] = [
  {
    id: 'A01',
    says: 'INITIAL_BUY, and nothing of a renewal: ACTIVE, EXPIRED at +30 d',
    deliveries: [[period(first)]],
    expected: [
      at(0, 'ACTIVE', { plan: 'pro', product: 'pro.month', untilMs: on(30), isProvisional: false }),
      at(30 - millisecond, 'ACTIVE', { entitledUntilMs: on(30), endedAtMs: undefined, autoRenews: true }),
      at(30, 'EXPIRED', { entitledUntilMs: undefined, endedAtMs: on(30), autoRenews: false, needsRefetch: true }),
      at(30 + millisecond, 'EXPIRED')
    ]
  },
  {
    id: 'A02',
    says: 'buy, DID_RENEW: ACTIVE at +31 d',
    deliveries: [bought, renewed],
    expected: [at(31, 'ACTIVE', { isProvisional: false, untilMs: on(60) })]
  },
  {
    id: 'A03',
    says: 'buy, AUTO_RENEW_DISABLED +5 d: CANCELED and entitled +6 d, EXPIRED +31 d',
    deliveries: [bought, renewalDisabled],
    expected: [at(6, 'CANCELED', { autoRenews: false, entitledUntilMs: on(30) }), at(30, 'EXPIRED'), at(31, 'EXPIRED')]
  },
  {
    id: 'A04',
    says: '… then AUTO_RENEW_ENABLED +6 d: ACTIVE +7 d',
    deliveries: [bought, renewalDisabled, [period({ ...first, signed: 6 }), renewal({ signed: 6 })]],
    expected: [at(7, 'ACTIVE', { autoRenews: true })]
  },
  {
    id: 'A05',
    says: 'DID_FAIL_TO_RENEW/GRACE_PERIOD +30 d, grace to +46 d: GRACE and entitled +40 d, HOLD +46 d',
    deliveries: [bought, failedWithGrace],
    expected: [at(40, 'GRACE', { untilMs: on(46), entitledUntilMs: on(46) }), at(46, 'HOLD')]
  },
  {
    id: 'A06',
    says: '+ GRACE_PERIOD_EXPIRED: HOLD, not EXPIRED',
    deliveries: [bought, failedWithGrace, graceIsOver],
    expected: [at(46, 'HOLD'), at(47, 'HOLD')]
  },
  {
    id: 'A07',
    says: '+ DID_RENEW/BILLING_RECOVERY +50 d: ACTIVE +51 d',
    deliveries: [bought, failedWithGrace, graceIsOver, [period({ from: 50, to: 80 }), renewal({ signed: 50 })]],
    expected: [at(51, 'ACTIVE', { untilMs: on(80) })]
  },
  {
    id: 'A08',
    says: 'recovery at +35 d, stale grace event arrives last: ACTIVE',
    deliveries: [bought, [period({ from: 35, to: 65 }), renewal({ signed: 35 })], failedWithGrace],
    expected: [at(47, 'ACTIVE', { untilMs: on(65) })]
  },
  {
    id: 'A09',
    says: 'DID_FAIL_TO_RENEW, no subtype: HOLD',
    deliveries: [bought, failedWithoutGrace],
    expected: [at(30, 'HOLD'), at(31, 'HOLD')]
  },
  {
    id: 'A10',
    says: '… EXPIRED/BILLING_RETRY +90 d: EXPIRED',
    deliveries: [bought, failedWithoutGrace, retryGivenUp],
    expected: [at(91, 'EXPIRED', { expirationReason: 'billing', endedAtMs: on(30), needsRefetch: false })]
  },
  {
    id: 'A11',
    says: 'REFUND of current period: REVOKED',
    deliveries: [bought, refunded],
    expected: [at(11, 'REVOKED', { expirationReason: 'refund', endedAtMs: on(10), autoRenews: false })]
  },
  {
    id: 'A12',
    says: '+ REFUND_REVERSED: ACTIVE to the original expiry',
    deliveries: [bought, refunded, refundReversed],
    expected: [at(16, 'ACTIVE', { untilMs: on(30) })]
  },
  {
    id: 'A13',
    says: 'REFUND of an older period: ACTIVE unchanged',
    deliveries: [bought, renewed, [period({ ...first, signed: 35, revokedAtMs: on(35) }), renewal({ signed: 35 })]],
    expected: [at(36, 'ACTIVE', { untilMs: on(60) })]
  },
  {
    id: 'A14',
    says: 'REFUND, later DID_RENEW: ACTIVE again',
    deliveries: [bought, refunded, renewed],
    expected: [at(31, 'ACTIVE')]
  },
  {
    id: 'A15',
    says: 'UPGRADE +10 d: new product ACTIVE at once',
    deliveries: [
      bought,
      [period(upgraded), renewal({ signed: 10 })],
      [period({ ...first, signed: 10, isUpgraded: true })]
    ],
    expected: [at(10, 'ACTIVE', { product: 'higher.month', untilMs: on(40) })]
  },
  {
    id: 'A16',
    says: 'DOWNGRADE: unchanged until renewal',
    deliveries: [
      [period({ ...first, productId: 'higher.month' }), renewal({ signed: 0, nextProductId: 'higher.month' })],
      [period({ ...first, signed: 5, productId: 'higher.month' }), renewal({ signed: 5, nextProductId: 'pro.month' })]
    ],
    expected: [at(6, 'ACTIVE', { product: 'higher.month', pendingProduct: 'pro.month', untilMs: on(30) })]
  },
  {
    id: 'A17',
    says: 'EXPIRED, RESUBSCRIBE +50 d: ACTIVE',
    deliveries: [bought, expired, resubscribed],
    expected: [at(51, 'ACTIVE')]
  },
  {
    id: 'A18',
    says: 'RESUBSCRIBE, then 72-h-late EXPIRED: ACTIVE',
    deliveries: [bought, resubscribed, expired],
    expected: [at(53, 'ACTIVE', { autoRenews: true })]
  },
  {
    id: 'A19',
    says: 'family member’s transaction, REVOKE: REVOKED for that member only',
    deliveries: [bought, [period(family)], [period({ ...family, signed: 5, revokedAtMs: on(5) })]],
    expected: [
      at(6, 'REVOKED', { of: apple('family'), isFamilyShared: true, expirationReason: 'other' }),
      at(6, 'ACTIVE', { isFamilyShared: false })
    ]
  },
  {
    id: 'A20',
    says: 'sandbox purchase: production NONE',
    deliveries: [[period({ ...first, environment: 'sandbox' })]],
    expected: [at(1, 'NONE'), at(1, 'ACTIVE', { of: apple('one', 'sandbox') })],
    neverEntitled: true
  },
  {
    id: 'A21',
    says: 'RENEWAL_EXTENDED (same transaction): later expiry',
    deliveries: [bought, [period({ ...first, to: 37, signed: 20 }), renewal({ signed: 20 })]],
    expected: [at(36, 'ACTIVE', { untilMs: on(37), isProvisional: false })]
  },
  {
    id: 'A22',
    says: 'renewal event 1 h late, leeway 2 h: ACTIVE at +1 h, EXPIRED at +3 h',
    deliveries: [bought],
    expected: [
      at(29, 'ACTIVE', { isProvisional: false, entitledUntilMs: on(30) + 2 * hour }),
      at(30, 'ACTIVE', { isProvisional: true, needsRefetch: true, untilMs: on(30) + 2 * hour }),
      at(30 + leewayInDays / 2, 'ACTIVE', { isProvisional: true, needsRefetch: true }),
      at(30 + leewayInDays * 1.5, 'EXPIRED', { endedAtMs: on(30), needsRefetch: true })
    ]
  },
  {
    id: 'A23',
    says: 'as A22 but auto-renew off: EXPIRED at once',
    deliveries: [bought, renewalDisabled],
    expected: [at(30, 'EXPIRED', { needsRefetch: false })]
  },
  {
    id: 'A24',
    says: 'A lapses; same Apple ID resubscribes as B: ACTIVE, and B’s (owner-rules.test.ts)',
    deliveries: [
      bought,
      expired,
      [period({ from: 50, to: 80, isRenewal: false, accountToken: 'b' }), renewal({ signed: 50 })]
    ],
    expected: [at(51, 'ACTIVE', { untilMs: on(80) })]
  },
  {
    id: 'A25',
    says: 'OFFER_REDEEMED: no change',
    deliveries: [bought, [period({ ...first, signed: 5, period: 'intro' }), renewal({ signed: 5 })]],
    expected: [at(6, 'ACTIVE', { untilMs: on(30), period: 'intro' })]
  },
  {
    id: 'A26',
    says: 'CONSUMPTION_REQUEST + REFUND_DECLINED: no change',
    deliveries: [bought, [period({ ...first, signed: 8 }), renewal({ signed: 8 })], [period({ ...first, signed: 9 })]],
    expected: [at(10, 'ACTIVE', { untilMs: on(30) })]
  },
  {
    id: 'A27',
    says: 'upgrade yearly→higher-tier monthly, isUpgraded not yet seen: the month’s expiry rules',
    deliveries: [
      [period({ ...first, to: 365, productId: 'pro.year' }), renewal({ signed: 0 })],
      [period(upgraded), renewal({ signed: 10 })]
    ],
    expected: [at(11, 'ACTIVE', { product: 'higher.month', untilMs: on(40) }), at(41, 'EXPIRED')]
  },
  {
    id: 'A28',
    says: 'early renewal refunded before the old period ends: CANCELED to old expiry, then REVOKED',
    deliveries: [
      bought,
      [period({ from: 29, to: 60 }), renewal({ signed: 29 })],
      [period({ from: 29, to: 60, signed: 29.5, revokedAtMs: on(29.5) }), renewal({ signed: 29.5, willRenew: false })]
    ],
    expected: [at(29.6, 'CANCELED', { entitledUntilMs: on(30) }), at(30, 'REVOKED', { endedAtMs: on(30) })]
  },
  {
    id: 'A29',
    says: 'old REFUND retry after REFUND_REVERSED: ACTIVE',
    deliveries: [bought, refundReversed, refunded],
    expected: [at(18, 'ACTIVE')]
  },
  {
    id: 'A30',
    says: 'PRICE_INCREASE: no change',
    deliveries: [bought, [period({ ...first, signed: 20 }), renewal({ signed: 20, priceConsent: 'pending' })]],
    expected: [at(21, 'ACTIVE', { untilMs: on(30), priceConsent: 'pending' })]
  },
  {
    id: 'A31',
    says: 'stale grace info + newer short period: EXPIRED when the short one ends',
    deliveries: [bought, failedWithGrace, [short]],
    expected: [at(39, 'ACTIVE'), at(40, 'EXPIRED', { needsRefetch: true }), at(41, 'EXPIRED')]
  },
  {
    id: 'H01',
    says: 'the same id in sandbox and in production is two purchases',
    deliveries: [bought, [period({ ...first, environment: 'sandbox', signed: 3, revokedAtMs: on(3) })]],
    expected: [at(4, 'ACTIVE'), at(4, 'REVOKED', { of: apple('one', 'sandbox') })]
  },
  {
    id: 'H02',
    says: 'a product that is not in the map: UNMAPPED and not entitled while somebody pays for it, then EXPIRED',
    deliveries: [[period({ ...first, productId: 'constructor' }), renewal({ signed: 0 })]],
    expected: [at(1, 'UNMAPPED', { plan: undefined, product: 'constructor', untilMs: on(30) }), at(31, 'EXPIRED')],
    neverEntitled: true
  },
  {
    id: 'H03',
    says: 'upgraded, the transaction of the upgrade has not come yet: SUPERSEDED, and asked for',
    deliveries: [bought, [period({ ...first, signed: 10, isUpgraded: true })]],
    expected: [at(11, 'SUPERSEDED', { needsRefetch: true })]
  },
  {
    id: 'H04',
    says: 'the upgrade itself is refunded: the period that it ended does not come back',
    deliveries: [
      bought,
      [period(upgraded), period({ ...first, signed: 10, isUpgraded: true })],
      [period({ ...upgraded, signed: 12, revokedAtMs: on(12) })]
    ],
    expected: [at(13, 'REVOKED')]
  },
  {
    id: 'H05',
    says: 'two facts of one moment: the same one is kept whichever came first',
    deliveries: [[period({ ...first, to: 20 })], [period({ ...first, to: 30 })]],
    expected: [at(25, 'ACTIVE')]
  },
  {
    id: 'H06',
    says: 'the store has said why it ends, though auto-renew is still on: no leeway',
    deliveries: [bought, [renewal({ signed: 29, expirationIntent: 3 })]],
    expected: [at(30, 'EXPIRED', { expirationReason: 'price_increase' })]
  },
  {
    id: 'H07',
    says: 'a reason for the end that Apple has added since: other',
    deliveries: [bought, [renewal({ signed: 30, willRenew: false, expirationIntent: 99 })]],
    expected: [at(30, 'EXPIRED', { expirationReason: 'other' })]
  },
  {
    id: 'H08',
    says: 'only what renews has been heard of: NONE',
    deliveries: [[renewal({ signed: 0 })]],
    expected: [at(1, 'NONE')],
    neverEntitled: true
  },
  {
    id: 'H09',
    says: 'a family member’s transaction entitles that member',
    deliveries: [[period({ ...first, isFamilyShared: true })]],
    expected: [at(1, 'ACTIVE', { isFamilyShared: true })]
  },
  {
    id: 'H10',
    says: 'cancelled, so nothing is to come after it, although a downgrade was planned',
    deliveries: [bought, [renewal({ signed: 5, willRenew: false, nextProductId: 'pro.year' })]],
    expected: [at(6, 'CANCELED', { pendingProduct: undefined })]
  },
  {
    id: 'H28',
    says: 'sharing has ended, which is no refund: REVOKED for another reason',
    deliveries: [[period({ ...first, revokedAtMs: on(5), revocationType: 'FAMILY_REVOKE' })]],
    expected: [at(6, 'REVOKED', { expirationReason: 'other' })]
  },
  {
    id: 'H22',
    says: 'REFUND of an older period, then nothing is heard of a renewal: EXPIRED, not REVOKED',
    deliveries: [bought, renewed, [period({ ...first, signed: 35, revokedAtMs: on(35) })]],
    expected: [at(61, 'EXPIRED')]
  },
  {
    id: 'H23',
    says: 'a date of grace although no payment is tried again: EXPIRED',
    deliveries: [bought, [renewal({ signed: 30, willRenew: false, graceUntilMs: on(46), expirationIntent: 1 })]],
    expected: [at(31, 'EXPIRED', { expirationReason: 'customer' })]
  },
  {
    id: 'H24',
    says: 'renewed before the old period ends, then cancelled before the new one begins: CANCELED, and EXPIRED at its end',
    deliveries: [
      bought,
      [period({ ...second, signed: 29 }), renewal({ signed: 29 })],
      [period({ ...second, signed: 29.5 }), renewal({ signed: 29.5, willRenew: false })]
    ],
    expected: [at(29.6, 'CANCELED', { untilMs: on(60) }), at(60, 'EXPIRED')]
  },
  {
    id: 'H25',
    says: 'an app shows the transaction of a cancelled purchase, signed anew: CANCELED as before',
    deliveries: [bought, renewalDisabled, [period({ ...first, signed: 8 })]],
    expected: [at(9, 'CANCELED')]
  },
  {
    id: 'H29',
    says: 'REFUND of the second period in its middle: REVOKED, and ended then',
    deliveries: [bought, renewed, [period({ ...second, signed: 40, revokedAtMs: on(40) })]],
    expected: [at(41, 'REVOKED', { endedAtMs: on(40) })]
  }
]

export const appleScenarios: Scenario[] = rows.map((row) => ({ purchase: apple('one'), ...row }))
