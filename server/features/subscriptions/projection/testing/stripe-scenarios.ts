import type { Fact, PurchaseKey, StripeSubscription } from '../../facts.ts'
import { at, hour, day, on, type Scenario } from './scenario.ts'

const purchase: PurchaseKey = { store: 'stripe', environment: 'production', key: 'sub_1' }

/** The subscription as the API shows it; `asked`, `from` and `to` are days after the purchase. */
function subscription(
  asked: number,
  status: string,
  { from = 0, to = 30, ...more }: Partial<Omit<StripeSubscription, 'kind'>> & { from?: number; to?: number } = {}
): Fact {
  return {
    environment: 'production',
    clockMs: on(asked),
    content: {
      kind: 'stripe_subscription',
      subscriptionId: 'sub_1',
      customerId: 'cus_1',
      status,
      productId: 'price_month',
      startedAtMs: on(0),
      periodStartedAtMs: on(from),
      expiresAtMs: on(to),
      willRenew: true,
      isRefunded: false,
      period: 'normal',
      ...more
    }
  }
}

const bought = [subscription(0, 'active')]
const unpaidMonth = { from: 30, to: 60 }
const failed = [subscription(30, 'past_due', unpaidMonth)]

type Row = Omit<Scenario, 'purchase'>

const rows: Row[] = [
  {
    id: 'S01',
    says: 'active: ACTIVE, and for the leeway after its end',
    deliveries: [bought],
    expected: [
      at(1, 'ACTIVE', { untilMs: on(30), entitledUntilMs: on(30) + 2 * hour, plan: 'pro' }),
      at(30, 'ACTIVE', { isProvisional: true, needsRefetch: true }),
      at(30 + (2 * hour) / day, 'EXPIRED', { endedAtMs: on(30), needsRefetch: true })
    ]
  },
  {
    id: 'S02',
    says: 'trialing: ACTIVE, a trial',
    deliveries: [[subscription(0, 'trialing', { period: 'trial' })]],
    expected: [at(1, 'ACTIVE', { period: 'trial' })]
  },
  {
    id: 'S03',
    says: 'cancelled at the end of its period: CANCELED until then, no leeway',
    deliveries: [bought, [subscription(5, 'active', { willRenew: false })]],
    expected: [
      at(6, 'CANCELED', { entitledUntilMs: on(30), autoRenews: false }),
      at(30, 'EXPIRED', { endedAtMs: on(30), needsRefetch: false })
    ]
  },
  {
    id: 'S04',
    says: 'renewed: ACTIVE',
    deliveries: [bought, [subscription(30, 'active', unpaidMonth)]],
    expected: [at(31, 'ACTIVE', { untilMs: on(60) })]
  },
  {
    id: 'S05',
    says: 'payment failed: GRACE for two weeks of the new period, not for all of it, then HOLD',
    deliveries: [bought, failed],
    expected: [at(31, 'GRACE', { entitledUntilMs: on(44) }), at(44, 'HOLD'), at(59, 'HOLD')]
  },
  {
    id: 'S06',
    says: 'payment of a week failed: GRACE to the end of that week',
    deliveries: [[subscription(7, 'past_due', { from: 7, to: 14 })]],
    expected: [at(8, 'GRACE', { entitledUntilMs: on(14) }), at(14, 'HOLD')]
  },
  {
    id: 'S07',
    says: 'paid at the third attempt: ACTIVE',
    deliveries: [bought, failed, [subscription(40, 'active', unpaidMonth)]],
    expected: [at(50, 'ACTIVE', { untilMs: on(60) })]
  },
  {
    id: 'S08',
    says: 'every attempt failed, left unpaid: HOLD',
    deliveries: [bought, failed, [subscription(35, 'unpaid', unpaidMonth)]],
    expected: [at(36, 'HOLD')]
  },
  {
    id: 'S09',
    says: 'every attempt failed, cancelled: EXPIRED',
    deliveries: [bought, failed, [subscription(35, 'canceled', { ...unpaidMonth, endedAtMs: on(35) })]],
    expected: [at(36, 'EXPIRED', { endedAtMs: on(35) })]
  },
  {
    id: 'S10',
    says: 'cancelled at once: EXPIRED, whatever is left of the period',
    deliveries: [bought, [subscription(5, 'canceled', { endedAtMs: on(5) })]],
    expected: [at(6, 'EXPIRED', { endedAtMs: on(5) })]
  },
  {
    id: 'S11',
    says: 'first payment awaited, then never made: never granted',
    deliveries: [[subscription(0, 'incomplete')], [subscription(1, 'incomplete_expired')]],
    expected: [at(1, 'EXPIRED')],
    neverEntitled: true
  },
  {
    id: 'S12',
    says: 'first payment awaited: PENDING',
    deliveries: [[subscription(0, 'incomplete')]],
    expected: [at(0, 'PENDING')],
    neverEntitled: true
  },
  {
    id: 'S13',
    says: 'trial ended and there is no way to pay: PAUSED',
    deliveries: [[subscription(14, 'paused', { period: 'trial' })]],
    expected: [at(15, 'PAUSED')],
    neverEntitled: true
  },
  {
    id: 'S14',
    says: 'given back in full: REVOKED, though still active at Stripe',
    deliveries: [bought, [subscription(5, 'active', { isRefunded: true })]],
    expected: [at(6, 'REVOKED', { expirationReason: 'refund', endedAtMs: undefined })]
  },
  {
    id: 'S15',
    says: 'a status that Stripe has added since: UNKNOWN',
    deliveries: [[subscription(0, 'constructor')]],
    expected: [at(1, 'UNKNOWN')],
    neverEntitled: true
  },
  {
    id: 'S16',
    says: 'a price that is not in the map: UNMAPPED',
    deliveries: [[subscription(0, 'active', { productId: 'price_other' })]],
    expected: [at(1, 'UNMAPPED')],
    neverEntitled: true
  },
  {
    id: 'S17',
    says: 'a slow stale read last: the fresh one wins',
    deliveries: [[subscription(31, 'active', unpaidMonth)], failed],
    expected: [at(50, 'ACTIVE')]
  }
]

export const stripeScenarios: Scenario[] = rows.map((row) => ({ purchase, ...row }))
