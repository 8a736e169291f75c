import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { purchaseKeyOf, type Fact, type PurchaseKey } from '../facts.ts'
import type { PurchaseState } from '#contract/purchase-states.ts'
import { entitles } from './course.ts'
import { mergeFacts } from './merge-facts.ts'
import { project, type Projection } from './projection.ts'
import type { Products } from './products-rules.ts'
import { anyFacts, moments, purchases } from './testing/arbitraries.ts'
import { naiveApple, naiveGoogle, naiveStripe } from './testing/naive-projection.ts'

const listed = { 'pro.month': 'pro', 'pro.year': 'pro' } as const
const products: Products = { apple: listed, google: listed, stripe: listed }

test('whatever is delivered in whichever order, again, and to whichever of two workers who merge later, the projection is the same', () => {
  const anyDelivery = anyFacts.chain((facts) =>
    fc.record({
      facts: fc.constant(facts),
      again: fc.shuffledSubarray(facts),
      order: fc.array(fc.nat(), { minLength: facts.length * 2, maxLength: facts.length * 2 }),
      split: fc.nat({ max: facts.length * 2 })
    })
  )
  fc.assert(
    fc.property(anyDelivery, ({ facts, again, order, split }) => {
      const delivered = shuffled([...facts, ...again], order)
      const one = oneByOne(delivered.slice(0, split))
      const other = oneByOne(delivered.slice(split))
      const expected = mergeFacts([], facts)
      for (const merged of [mergeFacts(one, other), mergeFacts(other, one), oneByOne(delivered)]) {
        assert.deepEqual(merged, expected)
        const backwards = merged.toReversed()
        for (const purchase of purchases) {
          for (const nowMs of moments.filter((_, index) => index % 7 === 0)) {
            const options = { nowMs, products }
            assert.deepEqual(project(purchase, backwards, options), project(purchase, expected, options))
          }
        }
      }
    }),
    { numRuns: 120 }
  )
})

test('it is entitled at exactly the moments before entitledUntilMs, whenever that was found out', () => {
  eachPurchase((projectedAt) => {
    const projected = moments.map(projectedAt)
    for (const [index, { entitledUntilMs = -Infinity }] of projected.entries()) {
      for (const [later, { isEntitled, state }] of projected.entries()) {
        if (later < index) continue
        assert.equal(isEntitled, (moments[later] ?? 0) < entitledUntilMs)
        assert.equal(isEntitled, entitles(state))
      }
    }
  })
})

test('nothing changes before untilMs, and a state without it stays', () => {
  eachPurchase((projectedAt) => {
    for (const nowMs of moments) {
      const seen = projectedAt(nowMs)
      const { untilMs = Infinity } = seen
      assert.ok(untilMs > nowMs)
      for (const later of moments) if (later > nowMs && later < untilMs) assert.deepEqual(projectedAt(later), seen)
      if (seen.untilMs !== undefined) assert.notDeepEqual(projectedAt(seen.untilMs), seen)
    }
  })
})

test('only what is over says when it ended, and what has ended by the clock has ended by then', () => {
  eachPurchase((projectedAt) => {
    for (const nowMs of moments) {
      const { state, endedAtMs, untilMs } = projectedAt(nowMs)
      if (endedAtMs !== undefined) assert.ok(state === 'EXPIRED' || state === 'REVOKED')
      const next = untilMs === undefined ? undefined : projectedAt(untilMs)
      if (next?.state === 'EXPIRED') assert.ok(next.endedAtMs !== undefined && next.endedAtMs <= (untilMs ?? 0))
    }
  })
})

test('the state is the one that the questions of the design lead to', () => {
  eachPurchase((projectedAt, purchase, facts) => {
    for (const nowMs of moments) {
      const { state, plan, product } = projectedAt(nowMs)
      const expected = naiveState(purchase, facts, nowMs)
      const isUnmapped = entitles(expected) && product !== undefined && plan === undefined
      assert.equal(state, isUnmapped ? 'UNMAPPED' : expected)
    }
  })
})

test('of Google’s purchases that replace one another one at most is entitled', () => {
  eachPurchase((projectedAt, purchase, facts) => {
    const successors = facts.flatMap(({ environment, content }) =>
      content.kind === 'google_purchase' &&
      content.replacesDigest === purchase.key &&
      environment === purchase.environment
        ? [purchaseKeyOf({ environment, content })]
        : []
    )
    for (const successor of successors.filter(({ key }) => key !== purchase.key)) {
      for (const nowMs of moments) {
        const both = projectedAt(nowMs).isEntitled && project(successor, facts, { nowMs, products }).isEntitled
        assert.ok(purchase.store !== 'google' || !both)
      }
    }
  })
})

/** `check` gets what is known of the purchase at a moment. */
function eachPurchase(
  check: (projectedAt: (nowMs: number) => Projection, purchase: PurchaseKey, facts: readonly Fact[]) => void
): void {
  fc.assert(
    fc.property(anyFacts, (heard) => {
      const facts = mergeFacts([], heard)
      for (const purchase of purchases) {
        const seen = new Map<number, Projection>()
        check(
          (nowMs) => seen.getOrInsertComputed(nowMs, () => project(purchase, facts, { nowMs, products })),
          purchase,
          facts
        )
      }
    }),
    { numRuns: 150 }
  )
}

function naiveState({ store, environment, key }: PurchaseKey, facts: readonly Fact[], nowMs: number): PurchaseState {
  const here = facts.filter((fact) => fact.environment === environment && purchaseKeyOf(fact).store === store)
  if (store === 'google') return naiveGoogle(key, here, nowMs)
  const own = here.filter((fact) => purchaseKeyOf(fact).key === key)
  return store === 'apple' ? naiveApple(own, nowMs) : naiveStripe(own, nowMs)
}

function oneByOne(facts: readonly Fact[]): Fact[] {
  let merged: Fact[] = []
  for (const fact of facts) merged = mergeFacts(merged, [fact])
  return merged
}

function shuffled<Item>(items: readonly Item[], order: readonly number[]): Item[] {
  return items
    .map((item, index) => ({ item, rank: order[index] ?? 0 }))
    .toSorted((left, right) => left.rank - right.rank)
    .map(({ item }) => item)
}
