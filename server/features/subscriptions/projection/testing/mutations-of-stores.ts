import type { Mutation } from './mutations.ts'

const apple = 'project-apple.ts'
const google = 'project-google.ts'
const stripe = 'project-stripe.ts'

const rules: readonly Mutation[] = [
  {
    what: 'an upgraded transaction counts on',
    file: apple,
    from: 'revokedAtMs === undefined && !isUpgraded',
    to: 'revokedAtMs === undefined',
    caughtBy: 'H04'
  },
  {
    what: 'an upgrade that has not come yet is a refund',
    file: apple,
    from: "revokedAtMs === undefined ? { state: 'SUPERSEDED', needsRefetch: true } : ",
    to: '',
    caughtBy: 'H03'
  },
  {
    what: 'what is told with a renewal before its period begins is about the one before it',
    file: apple,
    from: 'Math.min(purchasedAtMs, signedAtMs)',
    to: 'purchasedAtMs',
    caughtBy: 'H24'
  },
  {
    what: 'what was said before the current purchase was signed anew is not heard',
    file: apple,
    from: 'Math.min(purchasedAtMs, signedAtMs)',
    to: 'signedAtMs',
    caughtBy: 'H25'
  },
  {
    what: 'a transaction refunded before is taken for one that follows',
    file: apple,
    from: '.slice(0, transactions.indexOf(current))',
    to: '',
    caughtBy: 'H22'
  },
  {
    what: 'a cancellation is not told of',
    file: apple,
    from: "renewal?.willRenew === false ? 'CANCELED' : 'ACTIVE'",
    to: "'ACTIVE'",
    caughtBy: 'A03'
  },
  {
    what: 'what is not to renew ends at once',
    file: apple,
    from: "{ state: renewal?.willRenew === false ? 'CANCELED' : 'ACTIVE', untilMs: current.expiresAtMs }",
    to: "{ state: renewal?.willRenew === false ? 'EXPIRED' : 'ACTIVE', untilMs: current.expiresAtMs }",
    caughtBy: 'A03'
  },
  {
    what: 'there is grace although no payment is tried again',
    file: apple,
    from: 'if (renewal?.isRetrying) {',
    to: 'if (renewal?.isRetrying || renewal?.graceUntilMs) {',
    caughtBy: 'H23'
  },
  {
    what: 'a payment that is tried again is a plain end',
    file: apple,
    from: "const hold: Phase = { state: 'HOLD' }",
    to: "const hold: Phase = { state: 'EXPIRED' }",
    caughtBy: 'A06'
  },
  {
    what: 'there is no leeway',
    file: apple,
    from: 'untilMs: expiresAtMs + leewayMs',
    to: 'untilMs: expiresAtMs',
    caughtBy: 'A22'
  },
  {
    what: 'there is leeway although the store has said why it ends',
    file: apple,
    from: ' && renewal.expirationIntent === undefined',
    to: '',
    caughtBy: 'H06'
  },
  {
    what: 'there is leeway although nothing was said of a renewal',
    file: apple,
    from: 'renewal?.willRenew === true && renewal.expirationIntent === undefined',
    to: 'renewal?.willRenew !== false && renewal?.expirationIntent === undefined',
    caughtBy: 'A01'
  },
  {
    what: 'what ends without a word of a renewal is not asked about',
    file: apple,
    from: 'needsRefetch: !renewal',
    to: 'needsRefetch: false',
    caughtBy: 'A01'
  },
  {
    what: 'on leeway the store is not asked',
    file: apple,
    from: 'isProvisional: true, needsRefetch: true',
    to: 'isProvisional: true',
    caughtBy: 'A22'
  },
  {
    what: 'leeway passes for certain',
    file: apple,
    from: 'isProvisional: true, needsRefetch: true',
    to: 'needsRefetch: true',
    caughtBy: 'A22'
  },
  {
    what: 'the end of sharing is a refund',
    file: apple,
    from: "isFamilyShared || revocationType === 'FAMILY_REVOKE'",
    to: 'isFamilyShared',
    caughtBy: 'H28'
  },
  {
    what: 'why Google has ended a purchase is not told',
    file: google,
    from: 'cancelledBy && reasons[cancelledBy]',
    to: 'undefined',
    caughtBy: 'H27'
  },
  {
    what: 'who has cancelled a purchase is forgotten at its end',
    file: google,
    from: "state: 'EXPIRED', expirationReason: reason, endedAtMs",
    to: "state: 'EXPIRED', endedAtMs",
    caughtBy: 'H26'
  },
  {
    what: 'a reason that Apple has added since is none',
    file: apple,
    from: "reasons[renewal.expirationIntent] ?? 'other'",
    to: 'reasons[renewal.expirationIntent]',
    caughtBy: 'H07'
  },
  {
    what: 'family sharing is not told of',
    file: apple,
    from: '    isFamilyShared\n',
    to: '    isFamilyShared: false\n',
    caughtBy: 'A19'
  },
  {
    what: 'a family member is not entitled',
    file: apple,
    from: 'transactions.find(({ revokedAtMs, isUpgraded }) => ',
    to: 'transactions.find(({ revokedAtMs, isUpgraded, isFamilyShared }) => !isFamilyShared && ',
    caughtBy: 'H09'
  },
  {
    what: 'a downgrade counts before the renewal',
    file: apple,
    from: 'product: productId,',
    to: 'product: nextProduct ?? productId,',
    caughtBy: 'A16'
  },
  {
    what: 'a downgrade is planned although nothing renews',
    file: apple,
    from: 'renewal?.willRenew ? renewal.nextProductId : undefined',
    to: 'renewal?.nextProductId',
    caughtBy: 'H10'
  },
  {
    what: 'a replaced purchase comes back when its successor ends',
    file: google,
    from: "'PAUSED', 'EXPIRED'])",
    to: "'PAUSED'])",
    caughtBy: 'H12'
  },
  {
    what: 'an upgrade that was cancelled while pending supersedes',
    file: google,
    from: "const replacing = new Set(['ACTIVE'",
    to: "const replacing = new Set(['PENDING_PURCHASE_CANCELED', 'ACTIVE'",
    caughtBy: 'H13'
  },
  {
    what: 'the void of an earlier order revokes',
    file: google,
    from: ' && content.orderId === orderId',
    to: '',
    caughtBy: 'H11'
  },
  {
    what: 'the void of another purchase’s order revokes',
    file: google,
    from: 'content.tokenDigest === tokenDigest && ',
    to: '',
    caughtBy: 'H20'
  },
  {
    what: 'a pending purchase entitles',
    file: google,
    from: "['PENDING', 'PENDING']",
    to: "['PENDING', 'ACTIVE']",
    caughtBy: 'G03'
  },
  {
    what: 'hold entitles',
    file: google,
    from: "['ON_HOLD', 'HOLD']",
    to: "['ON_HOLD', 'ACTIVE']",
    caughtBy: 'G08'
  },
  {
    what: 'a pause entitles',
    file: google,
    from: "['PAUSED', 'PAUSED']",
    to: "['PAUSED', 'ACTIVE']",
    caughtBy: 'H17'
  },
  {
    what: 'Google’s grace does not entitle',
    file: google,
    from: "['IN_GRACE_PERIOD', 'GRACE']",
    to: "['IN_GRACE_PERIOD', 'HOLD']",
    caughtBy: 'G07'
  },
  {
    what: 'without an end it is entitled for ever',
    file: google,
    from: '!entitling || expiresAtMs === undefined',
    to: '!entitling',
    caughtBy: 'H15'
  },
  {
    what: 'Google is not asked about what should have been renewed',
    file: google,
    from: "needsRefetch: entitling !== 'CANCELED'",
    to: 'needsRefetch: false',
    caughtBy: 'H16'
  },
  {
    what: 'what Google has ended itself is called revoked',
    file: google,
    from: "if (state === 'EXPIRED') return",
    to: "if (state === 'EXPIRED' && !isVoided) return",
    caughtBy: 'H14'
  },
  {
    what: 'a failed payment at Stripe entitles for the period that is not paid',
    file: stripe,
    from: 'Math.min(periodStartedAtMs + stripeGraceMs, expiresAtMs)',
    to: 'expiresAtMs',
    caughtBy: 'S05'
  },
  {
    what: 'Stripe’s grace outlives the period',
    file: stripe,
    from: 'Math.min(periodStartedAtMs + stripeGraceMs, expiresAtMs)',
    to: 'periodStartedAtMs + stripeGraceMs',
    caughtBy: 'S06'
  },
  {
    what: 'a refund at Stripe is ignored',
    file: stripe,
    from: 'if (isRefunded)',
    to: 'if (false)',
    caughtBy: 'S14'
  },
  {
    what: 'a status of Stripe’s that we do not know entitles',
    file: stripe,
    from: "[{ state: 'UNKNOWN' }]",
    to: 'running(subscription)',
    caughtBy: 'S15'
  },
  {
    what: 'unpaid at Stripe entitles',
    file: stripe,
    from: "['unpaid', () => [{ state: 'HOLD' }]]",
    to: "['unpaid', running]",
    caughtBy: 'S08'
  },
  {
    what: 'paused at Stripe entitles',
    file: stripe,
    from: "['paused', () => [{ state: 'PAUSED' }]]",
    to: "['paused', running]",
    caughtBy: 'S13'
  },
  {
    what: 'incomplete at Stripe entitles',
    file: stripe,
    from: "['incomplete', () => [{ state: 'PENDING' }]]",
    to: "['incomplete', running]",
    caughtBy: 'S12'
  },
  {
    what: 'cancelled at once at Stripe entitles to the end of the period',
    file: stripe,
    from: "['canceled', ({ endedAtMs }) => [{ state: 'EXPIRED', endedAtMs }]]",
    to: "['canceled', running]",
    caughtBy: 'S10'
  },
  {
    what: 'there is leeway after a cancellation at Stripe',
    file: stripe,
    from: 'if (!willRenew) return',
    to: 'if (false) return',
    caughtBy: 'S03'
  }
]

/** When what is over ended. */
const ends: readonly Mutation[] = [
  {
    what: 'what was given back ended when its period would have',
    file: apple,
    from: ': revoked(newest, revokedAtMs)',
    to: ': revoked(newest, newest.expiresAtMs)',
    caughtBy: 'A11'
  },
  {
    what: 'what goes on beside a refunded successor ended with the refund',
    file: apple,
    from: 'Math.max(current.expiresAtMs, ...refundedAfter)',
    to: 'Math.max(...refundedAfter)',
    caughtBy: 'A28'
  },
  {
    what: 'what is given back after the older period ended with that one',
    file: apple,
    from: 'Math.max(current.expiresAtMs, ...refundedAfter)',
    to: 'current.expiresAtMs',
    caughtBy: 'H29'
  },
  { what: 'what Apple lets expire has no end', file: apple, from: 'endedAtMs: expiresAtMs,', to: '', caughtBy: 'A01' },
  {
    what: 'what Google lets expire has no end',
    file: google,
    from: ', endedAtMs: expiresAtMs }',
    to: ' }',
    caughtBy: 'G10'
  },
  {
    what: 'what Google has given back has no end',
    file: google,
    from: ', endedAtMs: voidedAtMs',
    to: '',
    caughtBy: 'G14'
  },
  {
    what: 'what is cancelled at once at Stripe has no end',
    file: stripe,
    from: "[{ state: 'EXPIRED', endedAtMs }]",
    to: "[{ state: 'EXPIRED' }]",
    caughtBy: 'S10'
  },
  {
    what: 'what Stripe lets expire has no end',
    file: stripe,
    from: ', endedAtMs: expiresAtMs }',
    to: ' }',
    caughtBy: 'S03'
  },
  {
    what: 'an end is not told',
    file: 'projection.ts',
    from: 'endedAtMs: phase.endedAtMs',
    to: 'endedAtMs: undefined',
    caughtBy: 'A01'
  }
]

export const mutationsOfStores: readonly Mutation[] = [...rules, ...ends]
