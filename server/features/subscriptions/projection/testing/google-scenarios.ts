import type { Fact, GooglePurchase, PurchaseKey } from '../../facts.ts'
import { at, on, type Scenario } from './scenario.ts'

export const google = (key: string): PurchaseKey => ({ store: 'google', environment: 'production', key })

/** An answer of `subscriptionsv2.get`; `asked` and `to` are days after the purchase. */
function answer(
  asked: number,
  state: string,
  { to = 30, ...more }: Partial<Omit<GooglePurchase, 'kind' | 'state'>> & { to?: number } = {}
): Fact {
  return {
    environment: 'production',
    clockMs: on(asked),
    content: {
      kind: 'google_purchase',
      tokenDigest: 'a',
      state,
      productId: 'pro.month',
      startedAtMs: on(0),
      expiresAtMs: on(to),
      willRenew: true,
      period: 'normal',
      orderId: 'GPA.1',
      isAcknowledged: true,
      ...more
    }
  }
}

function voided(orderId: string, days: number): Fact {
  return { environment: 'production', clockMs: on(days), content: { kind: 'google_void', tokenDigest: 'a', orderId } }
}

export const cancelledUntil = (expiresAtMs: number): Fact => answer(0, 'CANCELED', { expiresAtMs, willRenew: false })

const bought = [answer(0, 'ACTIVE')]
const pending = [answer(0, 'PENDING', { startedAtMs: undefined })]
const cancelled = [answer(5, 'CANCELED', { willRenew: false })]
const inGrace = [answer(30, 'IN_GRACE_PERIOD', { to: 37 })]
const onHold = [answer(37, 'ON_HOLD', { to: 30 })]
const replacement = { tokenDigest: 'b', replacesDigest: 'a', to: 40 }

type Row = Omit<Scenario, 'purchase'> & Partial<Pick<Scenario, 'purchase'>>

const rows: Row[] = [
  {
    id: 'G01',
    says: 'renew: ACTIVE',
    deliveries: [bought, [answer(30, 'ACTIVE', { to: 60, orderId: 'GPA.1..0' })]],
    expected: [at(31, 'ACTIVE', { untilMs: on(60), plan: 'pro' })]
  },
  {
    id: 'G02',
    says: 'pending→active: ACTIVE',
    deliveries: [pending, [answer(1, 'ACTIVE')]],
    expected: [at(2, 'ACTIVE')]
  },
  {
    id: 'G03',
    says: 'pending cancelled: never granted',
    deliveries: [pending, [answer(1, 'PENDING_PURCHASE_CANCELED', { startedAtMs: undefined })]],
    expected: [at(2, 'EXPIRED', { endedAtMs: undefined })],
    neverEntitled: true
  },
  {
    id: 'G04',
    says: 'cancel: to expiry',
    deliveries: [bought, cancelled],
    expected: [
      at(29, 'CANCELED', { entitledUntilMs: on(30), autoRenews: false }),
      at(30, 'EXPIRED', { endedAtMs: on(30), needsRefetch: false })
    ]
  },
  {
    id: 'G05',
    says: 'restart: ACTIVE',
    deliveries: [bought, cancelled, [answer(6, 'ACTIVE')]],
    expected: [at(7, 'ACTIVE', { autoRenews: true })]
  },
  {
    id: 'G06',
    says: 'grace → hold (expiry goes back) → recovered: ACTIVE',
    deliveries: [bought, inGrace, onHold, [answer(40, 'ACTIVE', { to: 70 })]],
    expected: [at(41, 'ACTIVE', { untilMs: on(70) })]
  },
  {
    id: 'G07',
    says: 'grace only: GRACE then EXPIRED',
    deliveries: [bought, inGrace],
    expected: [
      at(36, 'GRACE', { entitledUntilMs: on(37) }),
      at(37, 'EXPIRED', { endedAtMs: on(37), needsRefetch: true })
    ]
  },
  {
    id: 'G08',
    says: 'hold: HOLD',
    deliveries: [bought, inGrace, onHold],
    expected: [at(38, 'HOLD', { entitledUntilMs: undefined })]
  },
  {
    id: 'G09',
    says: 'pause/resume: ACTIVE',
    deliveries: [bought, [answer(30, 'PAUSED', { resumesAtMs: on(60) })], [answer(60, 'ACTIVE', { to: 90 })]],
    expected: [at(61, 'ACTIVE', { resumesAtMs: undefined })]
  },
  {
    id: 'G10',
    says: 'revoked: EXPIRED',
    deliveries: [bought, [answer(5, 'EXPIRED', { to: 5, willRenew: false })]],
    expected: [at(6, 'EXPIRED', { endedAtMs: on(5) })]
  },
  {
    id: 'G11',
    says: 'upgrade; old token still ACTIVE at Google: old SUPERSEDED, new ACTIVE',
    deliveries: [bought, [answer(10, 'ACTIVE', replacement)], [answer(11, 'ACTIVE')]],
    expected: [at(12, 'SUPERSEDED', { autoRenews: false }), at(12, 'ACTIVE', { of: google('b') })]
  },
  {
    id: 'G12',
    says: 'pending upgrade: old stays ACTIVE',
    deliveries: [bought, [answer(10, 'PENDING', replacement)]],
    expected: [at(12, 'ACTIVE'), at(12, 'PENDING', { of: google('b') })]
  },
  {
    id: 'G13',
    says: 'chain a←b←c: only c',
    deliveries: [
      bought,
      [answer(10, 'ACTIVE', replacement)],
      [answer(20, 'ACTIVE', { tokenDigest: 'c', replacesDigest: 'b', to: 50 })]
    ],
    expected: [at(21, 'SUPERSEDED'), at(21, 'SUPERSEDED', { of: google('b') }), at(21, 'ACTIVE', { of: google('c') })]
  },
  {
    id: 'G14',
    says: 'void: REVOKED',
    deliveries: [bought, [voided('GPA.1', 5)]],
    expected: [at(6, 'REVOKED', { expirationReason: 'refund', endedAtMs: on(5) }), at(31, 'REVOKED')]
  },
  {
    id: 'G15',
    says: 'deferral: later expiry',
    deliveries: [bought, [answer(5, 'ACTIVE', { to: 37 })]],
    expected: [at(36, 'ACTIVE', { untilMs: on(37) })]
  },
  {
    id: 'G16',
    says: 'unknown state: not entitled + alert',
    deliveries: [[answer(0, 'ON_APPROVAL')]],
    expected: [at(1, 'UNKNOWN')],
    neverEntitled: true
  },
  {
    id: 'G17',
    says: 'slow stale read last: fresh read wins',
    deliveries: [[answer(31, 'ACTIVE', { to: 60 })], [answer(30, 'EXPIRED')]],
    expected: [at(32, 'ACTIVE')]
  },
  {
    id: 'H11',
    says: 'void of an earlier order: ACTIVE unchanged',
    deliveries: [bought, [answer(30, 'ACTIVE', { to: 60, orderId: 'GPA.1..0' })], [voided('GPA.1', 35)]],
    expected: [at(36, 'ACTIVE')]
  },
  {
    id: 'H12',
    says: 'upgraded for a month, and the upgrade has ended: the year that it replaced does not come back',
    deliveries: [
      [answer(0, 'ACTIVE', { to: 365 })],
      [answer(10, 'ACTIVE', replacement)],
      [answer(41, 'EXPIRED', replacement)]
    ],
    expected: [at(42, 'SUPERSEDED'), at(42, 'EXPIRED', { of: google('b') })]
  },
  {
    id: 'H13',
    says: 'an upgrade that was cancelled while pending replaces nothing',
    deliveries: [bought, [answer(10, 'PENDING', replacement)], [answer(11, 'PENDING_PURCHASE_CANCELED', replacement)]],
    expected: [at(12, 'ACTIVE')]
  },
  {
    id: 'H14',
    says: 'given back because nobody acknowledged it, and ended by Google: EXPIRED',
    deliveries: [bought, [voided('GPA.1', 3)], [answer(3, 'EXPIRED', { to: 3, willRenew: false })]],
    expected: [at(4, 'EXPIRED', { expirationReason: 'refund', endedAtMs: on(3) })]
  },
  {
    id: 'H15',
    says: 'active, and nobody says until when: not entitled',
    deliveries: [[answer(0, 'ACTIVE', { expiresAtMs: undefined })]],
    expected: [at(1, 'UNKNOWN')],
    neverEntitled: true
  },
  {
    id: 'H16',
    says: 'active, its end has passed: EXPIRED, and Google is asked',
    deliveries: [bought],
    expected: [at(29, 'ACTIVE', { needsRefetch: false }), at(30, 'EXPIRED', { needsRefetch: true })]
  },
  {
    id: 'H17',
    says: 'paused: PAUSED until it resumes',
    deliveries: [bought, [answer(30, 'PAUSED', { resumesAtMs: on(60) })]],
    expected: [at(31, 'PAUSED', { resumesAtMs: on(60) })]
  },
  {
    id: 'H18',
    says: 'a void of a purchase we know nothing of: NONE',
    deliveries: [[voided('GPA.1', 3)]],
    expected: [at(4, 'NONE')]
  },
  {
    id: 'H19',
    says: 'a product that is not in the map: UNMAPPED',
    deliveries: [[answer(0, 'ACTIVE', { productId: 'pro.decade' })]],
    expected: [at(1, 'UNMAPPED')],
    neverEntitled: true
  },
  {
    id: 'H20',
    says: 'another purchase’s order is voided: unchanged',
    deliveries: [bought, [answer(0, 'ACTIVE', { tokenDigest: 'b', orderId: 'GPA.1' })], [voided('GPA.1', 3)]],
    expected: [at(4, 'REVOKED'), at(4, 'ACTIVE', { of: google('b') })]
  },
  {
    id: 'H21',
    says: 'a change of plan for the next period is only pending',
    deliveries: [[answer(0, 'ACTIVE', { nextProductId: 'pro.year' })]],
    expected: [at(1, 'ACTIVE', { product: 'pro.month', pendingProduct: 'pro.year' })]
  },
  {
    id: 'H26',
    says: 'cancelled by Google because it could not be paid: CANCELED, then EXPIRED for that reason',
    deliveries: [bought, [answer(5, 'CANCELED', { willRenew: false, cancelledBy: 'system' })]],
    expected: [at(6, 'CANCELED', { expirationReason: undefined }), at(30, 'EXPIRED', { expirationReason: 'billing' })]
  },
  {
    id: 'H27',
    says: 'ended by the customer, and told only afterwards: EXPIRED for that reason',
    deliveries: [bought, [answer(31, 'EXPIRED', { willRenew: false, cancelledBy: 'user' })]],
    expected: [at(32, 'EXPIRED', { expirationReason: 'customer' })]
  }
]

export const googleScenarios: Scenario[] = rows.map((row) => ({ purchase: google('a'), ...row }))
