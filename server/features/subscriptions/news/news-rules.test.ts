import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { purchaseKeyOf, type Fact, type PurchaseKey } from '../facts.ts'
import { mergeFacts } from '../projection/merge-facts.ts'
import { project } from '../projection/projection.ts'
import type { Products } from '../projection/products-rules.ts'
import { anyFacts, moments, purchases } from '../projection/testing/arbitraries.ts'
import { appleTransaction, googlePurchase, onDay, start, stripeSubscription } from '../testing/facts.ts'
import { happenings, periodOf, toSay, type Seen, type Standing } from './news-rules.ts'

const hour = 3_600_000
const nowMs = onDay(30)
const paid: Seen = { state: 'ACTIVE', entitledUntilMs: onDay(31), priceConsent: undefined, accountId: 'anna' }
const over: Seen = { ...paid, state: 'EXPIRED', entitledUntilMs: undefined }
const inGrace: Seen = { ...paid, state: 'GRACE', entitledUntilMs: onDay(40) }
const onHold: Seen = { ...over, state: 'HOLD' }
const givenBack: Seen = { ...over, state: 'REVOKED' }
const dearer: Seen = { ...paid, priceConsent: 'pending' }

const changes: [says: string, before: Seen, now: Seen, expected: string[], heardMs?: number][] = [
  ['renewed', paid, { ...paid, entitledUntilMs: onDay(61) }, []],
  ['cancelled', paid, { ...paid, state: 'CANCELED' }, []],
  ['not paid, and tried again', paid, inGrace, ['payment']],
  ['the grace is longer', inGrace, { ...inGrace, entitledUntilMs: onDay(44) }, []],
  ['ended by time alone before the store said that it goes on trying', over, inGrace, ['payment']],
  ['heard of for the first time in its grace', { ...over, state: 'NONE' }, inGrace, []],
  ['not paid, without grace', paid, onHold, ['lapse']],
  ['the grace is over', inGrace, onHold, ['lapse']],
  ['the grace is over, and so is everything', inGrace, over, ['lapse']],
  ['ended', paid, over, ['lapse']],
  ['ended, and known for less than three days', { ...paid, entitledUntilMs: nowMs - 71 * hour }, over, ['lapse']],
  ['ended long ago, which is found out now', { ...paid, entitledUntilMs: nowMs - 73 * hour }, over, []],
  ['given back', paid, givenBack, ['lapse']],
  ['given back after its end', over, givenBack, []],
  ['not mended', onHold, over, ['end']],
  ['mended', onHold, paid, []],
  ['replaced', paid, { ...over, state: 'SUPERSEDED' }, []],
  ['paused', paid, { ...over, state: 'PAUSED' }, []],
  ['a price that wants consent', paid, dearer, ['price']],
  ['still wants consent', dearer, { ...dearer, entitledUntilMs: onDay(61) }, []],
  ['consented', dearer, { ...paid, priceConsent: 'given' }, []],
  ['heard of for the first time with a price that wants consent', { ...over, state: 'NONE' }, dearer, []],
  ['somebody else’s by now', paid, { ...over, accountId: 'berta' }, []],
  ['nobody’s', { ...paid, accountId: null }, { ...over, accountId: null }, []],
  ['theirs only now', { ...paid, accountId: null }, inGrace, []],
  ['old news', paid, over, [], nowMs - 73 * hour],
  ['late news', paid, over, ['lapse'], nowMs - 71 * hour]
]

for (const [says, before, now, expected, heardMs = nowMs] of changes)
  test(`what is told of a purchase: ${says}`, () => {
    assert.deepEqual(happenings(before, now, { nowMs, heardMs }), expected)
  })

const calm: Standing = {
  kind: 'lapse',
  notedMs: nowMs - hour,
  state: 'EXPIRED',
  isEntitled: false,
  isRefund: false,
  wantsConsent: false,
  hasProOtherwise: false,
  trialUntilMs: undefined
}
const grace: Partial<Standing> = { kind: 'payment', state: 'GRACE', isEntitled: true }
const rise: Partial<Standing> = { kind: 'price', state: 'ACTIVE', isEntitled: true, wantsConsent: true }
const trial: Partial<Standing> = { kind: 'trial', state: undefined, trialUntilMs: nowMs + 72 * hour }

const sayings: [says: string, standing: Partial<Standing>, expected: string | undefined][] = [
  ['ended', {}, 'ended'],
  ['on hold', { state: 'HOLD' }, 'on_hold'],
  ['given back', { state: 'REVOKED', isRefund: true }, 'refunded'],
  ['the family shares no longer', { state: 'REVOKED' }, 'ended'],
  ['renewed meanwhile', { state: 'ACTIVE', isEntitled: true }, undefined],
  ['Pro by another purchase, or free of charge, or still tried', { hasProOtherwise: true }, undefined],
  ['replaced meanwhile', { state: 'SUPERSEDED' }, undefined],
  ['somebody else’s meanwhile', { state: undefined }, undefined],
  ['could not be told for days', { notedMs: nowMs - 74 * hour }, undefined],
  ['over after it was on hold', { kind: 'end' }, 'ended'],
  ['mended after it was called over', { kind: 'end', state: 'HOLD' }, undefined],
  ['a payment failed', grace, 'payment_problem'],
  ['a payment failed and was made meanwhile', { ...grace, state: 'ACTIVE' }, undefined],
  ['a payment failed, and the grace is over', { ...grace, isEntitled: false }, undefined],
  ['a payment failed, and another purchase is paid', { ...grace, hasProOtherwise: true }, undefined],
  ['a price rises', rise, 'price_increase'],
  ['a price rises, whatever else gives Pro', { ...rise, hasProOtherwise: true }, 'price_increase'],
  ['a price rises, and they agreed', { ...rise, wantsConsent: false }, undefined],
  ['a price rises of what is over', { ...rise, isEntitled: false }, undefined],
  ['a price rises and could not be told for days', { ...rise, notedMs: nowMs - 74 * hour }, undefined],
  ['a trial ends', trial, 'trial_ends'],
  ['a trial ends, and they have bought Pro', { ...trial, hasProOtherwise: true }, undefined],
  ['a trial is over', { ...trial, trialUntilMs: nowMs }, undefined]
]

for (const [says, standing, expected] of sayings)
  test(`which mail goes out: ${says}`, () => {
    assert.equal(toSay({ ...calm, ...standing }, nowMs), expected)
  })

test('a period is the same until it is paid anew', () => {
  const first = appleTransaction({ transactionId: 'T1' })
  const second = appleTransaction({ transactionId: 'T2', purchasedAtMs: onDay(30) })
  assert.equal(periodOf([second, first]), 'T2')
  assert.equal(periodOf([first]), 'T1')
  assert.equal(periodOf([googlePurchase({ orderId: 'GPA.1..3', state: 'ON_HOLD' })]), 'GPA.1..3')
  assert.equal(periodOf([stripeSubscription({ status: 'past_due' })]), String(start))
  assert.equal(periodOf([]), '')
})

const listed = { 'pro.month': 'pro', 'pro.year': 'pro' } as const
const products: Products = { apple: listed, google: listed, stripe: listed }

type Told = { readonly news: string[]; readonly facts: Fact[]; readonly seen: Seen; readonly atMs: number }
const unheard: Told = {
  news: [],
  facts: [],
  seen: { state: 'NONE', entitledUntilMs: undefined, priceConsent: undefined, accountId: 'anna' },
  atMs: 0
}

/** What is noted when something is heard, or, of nothing, when the clock alone is looked at. */
function hear(purchase: PurchaseKey, { facts, seen }: Told, heard: readonly Fact[], atMs: number): Told {
  const merged = mergeFacts(facts, heard)
  const { state, entitledUntilMs, priceConsent } = project(purchase, merged, { nowMs: atMs, products })
  const now = { state, entitledUntilMs, priceConsent, accountId: 'anna' }
  const heardMs = heard.length > 0 ? Math.max(...heard.map(({ clockMs }) => clockMs)) : atMs
  const own = merged.filter((fact) => purchaseKeyOf(fact).key === purchase.key)
  const news = happenings(seen, now, { nowMs: atMs, heardMs }).map((kind) => `${kind} ${periodOf(own)}`)
  return { news, facts: merged, seen: now, atMs }
}

const anyCourse = anyFacts.chain((facts) =>
  fc.record({
    facts: fc.constant(facts),
    delivered: fc.shuffledSubarray([...facts, ...facts], { minLength: facts.length * 2 }),
    times: fc.array(fc.nat({ max: moments.length - 1 }), { minLength: facts.length * 2, maxLength: facts.length * 2 })
  })
)

test('in whichever order it is delivered, and as often as it is, what happened is told of a period that there is, and not again', () => {
  fc.assert(
    fc.property(anyCourse, ({ facts, delivered, times }) => {
      const rising = times.toSorted((left, right) => left - right).map((index) => moments[index] ?? 0)
      for (const purchase of purchases) {
        let told = unheard
        const noted = new Set<string>()
        for (const [index, fact] of delivered.entries()) {
          told = hear(purchase, told, [fact], rising[index] ?? 0)
          for (const news of told.news) noted.add(news)
          assert.deepEqual(hear(purchase, told, [fact], told.atMs).news, [], 'the same again')
          assert.deepEqual(hear(purchase, told, [], told.atMs).news, [], 'the clock, which has not moved')
        }
        assert.deepEqual(hear(purchase, told, facts, told.atMs).news, [], 'all of it again')
        const periods = new Set(facts.map((fact) => periodOf([fact])))
        for (const news of noted) assert.ok(periods.has(news.slice(news.indexOf(' ') + 1)), news)
      }
    }),
    { numRuns: 200 }
  )
})

test('whoever hears it all at once, or all of it late, tells nothing', () => {
  const muchLaterMs = (moments.at(-1) ?? 0) + 100 * hour
  fc.assert(
    fc.property(anyCourse, ({ facts, delivered }) => {
      for (const purchase of purchases) {
        for (const atMs of moments.filter((_, index) => index % 5 === 0))
          assert.deepEqual(hear(purchase, unheard, facts, atMs).news, [], 'all at once')
        let told = unheard
        for (const fact of delivered) {
          told = hear(purchase, told, [fact], muchLaterMs)
          assert.deepEqual(told.news, [], 'late')
        }
      }
    }),
    { numRuns: 200 }
  )
})
