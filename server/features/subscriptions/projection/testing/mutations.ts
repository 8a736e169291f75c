import { mutationsOfStores } from './mutations-of-stores.ts'

/** A rule of the projection broken on purpose: `from`, which stands once in the file, replaced by `to`. */
export type Mutation = {
  readonly what: string
  readonly file: string
  readonly from: string
  readonly to: string
  /** A scenario that catches it. */
  readonly caughtBy: string
}

const apple = 'project-apple.ts'
const google = 'project-google.ts'
const merge = 'merge-facts.ts'
const projection = 'projection.ts'

/** The thirteen that the design names. */
const designed: readonly Mutation[] = [
  {
    what: 'what arrives last wins',
    file: merge,
    from: 'if (left.clockMs !== right.clockMs) return left.clockMs > right.clockMs ? left : right',
    to: 'return right',
    caughtBy: 'A29'
  },
  {
    what: 'a refund is ignored',
    file: apple,
    from: 'revokedAtMs === undefined && !isUpgraded',
    to: '!isUpgraded',
    caughtBy: 'A11'
  },
  {
    what: 'there is no grace',
    file: apple,
    from: "renewal.graceUntilMs === undefined ? [hold] : [{ state: 'GRACE', untilMs: renewal.graceUntilMs }, hold]",
    to: '[hold]',
    caughtBy: 'A05'
  },
  {
    what: 'facts of sandbox and production are kept under one key',
    file: merge,
    from: '${environment} ${content.kind}',
    to: '${content.kind}',
    caughtBy: 'H01'
  },
  {
    what: 'the purchase that replaces another one is ignored',
    file: google,
    from: "isReplaced ? [{ state: 'SUPERSEDED' }] : ",
    to: '',
    caughtBy: 'G11'
  },
  {
    what: 'a pending upgrade supersedes',
    file: google,
    from: "const replacing = new Set(['ACTIVE'",
    to: "const replacing = new Set(['PENDING', 'ACTIVE'",
    caughtBy: 'G12'
  },
  {
    what: 'Google’s expiry is not looked at',
    file: google,
    from: '{ state: entitling, untilMs: expiresAtMs },',
    to: '{ state: entitling },',
    caughtBy: 'G04'
  },
  {
    what: 'a void is ignored',
    file: google,
    from: "if (isVoided) return [{ state: 'REVOKED', expirationReason: reason, endedAtMs: voidedAtMs }]",
    to: '',
    caughtBy: 'G14'
  },
  {
    what: 'a state of Google’s that we do not know entitles',
    file: google,
    from: 'const entitling = entitlingStates.get(state)',
    to: "const entitling = entitlingStates.get(state) ?? 'ACTIVE'",
    caughtBy: 'G16'
  },
  {
    what: 'there is leeway after a cancellation',
    file: apple,
    from: 'renewal?.willRenew === true &&',
    to: 'renewal &&',
    caughtBy: 'A23'
  },
  {
    what: 'the purchase that ends last counts, not the newest',
    file: apple,
    from: 'right.purchasedAtMs - left.purchasedAtMs',
    to: 'right.expiresAtMs - left.expiresAtMs',
    caughtBy: 'A27'
  },
  {
    what: 'a refunded newest period is a plain end',
    file: apple,
    from: '[revoked(current, Math.max(current.expiresAtMs, ...refundedAfter))]',
    to: '[{ state: "EXPIRED" }]',
    caughtBy: 'A28'
  },
  {
    what: 'renewal info of an earlier period counts for the current one',
    file: apple,
    from: "content.kind === 'apple_renewal' && clockMs >= sinceMs",
    to: "content.kind === 'apple_renewal'",
    caughtBy: 'A31'
  }
]

const common: readonly Mutation[] = [
  {
    what: 'what the store saw first wins',
    file: merge,
    from: 'left.clockMs > right.clockMs ? left : right',
    to: 'left.clockMs < right.clockMs ? left : right',
    caughtBy: 'A11'
  },
  {
    what: 'of two facts of one moment the one that arrives last wins',
    file: merge,
    from: 'contentText(left.content) >= contentText(right.content) ? left : right',
    to: 'right',
    caughtBy: 'H05'
  },
  {
    what: 'facts are kept by their kind alone',
    file: merge,
    from: '${content.kind} ${factKeyOf(content)}',
    to: '${content.kind}',
    caughtBy: 'A13'
  },
  {
    what: 'another store’s environment is heard',
    file: projection,
    from: 'fact.environment === environment && purchaseKeyOf',
    to: 'purchaseKeyOf',
    caughtBy: 'A20'
  },
  {
    what: 'facts of other purchases are heard',
    file: projection,
    from: 'purchaseKeyOf(fact).key === key',
    to: 'true',
    caughtBy: 'A19'
  },
  {
    what: 'the map of products is ignored',
    file: projection,
    from: 'plan ? course.phases : course.phases.map(withoutPlan)',
    to: 'course.phases',
    caughtBy: 'H02'
  },
  {
    what: 'a product is looked for among what every object has',
    file: 'products-rules.ts',
    from: 'Object.hasOwn(products[store], product) ? products[store][product] : undefined',
    to: 'products[store][product]',
    caughtBy: 'H02'
  },
  {
    what: 'a product that is not in the map is alarming even after its end',
    file: projection,
    from: 'entitles(phase.state) ? { ...phase',
    to: 'true ? { ...phase',
    caughtBy: 'H02'
  },
  {
    what: 'an end is told a millisecond late',
    file: projection,
    from: 'nowMs < untilMs',
    to: 'nowMs <= untilMs',
    caughtBy: 'A05'
  },
  {
    what: 'entitlement is told to end with the first phase',
    file: projection,
    from: 'Math.max(...moments)',
    to: 'moments[0]',
    caughtBy: 'A22'
  },
  {
    what: 'what has ended is told to renew',
    file: projection,
    from: 'course.willRenew && !ended.has(phase.state)',
    to: 'course.willRenew',
    caughtBy: 'A11'
  },
  {
    what: 'leeway is a whole day',
    file: 'policy.ts',
    from: '2 * hour',
    to: '24 * hour',
    caughtBy: 'A22'
  }
]

export const mutations: readonly Mutation[] = [...designed, ...common, ...mutationsOfStores]
