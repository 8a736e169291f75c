import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AppleTransaction, Fact } from '../facts.ts'
import { mergeFacts } from '../projection/merge-facts.ts'
import { settleOwner, namedBuying, type Epoch } from './owner-rules.ts'

/** What somebody buys, and how often that renews; undefined: the store names nobody. */
type Bought = { readonly accountToken: string | undefined; readonly renewals: number }

/** `stranger` is no account of ours. */
const anyTokens = fc.constantFrom('ada', 'ben', 'stranger', undefined)
const anyHistory: fc.Arbitrary<Bought[]> = fc.array(
  fc.record({ accountToken: anyTokens, renewals: fc.integer({ min: 0, max: 2 }) }),
  { minLength: 1, maxLength: 3 }
)
const day = 86_400_000
const month = 30 * day

// A24
test('whose it is in the end is whom the newest buying names, in whichever order it is heard of and however often', () => {
  const anyDelivery = anyHistory.chain((history) => {
    const facts = factsOf(history)
    const twice = [...facts, ...facts]
    return fc.record({
      history: fc.constant(history),
      delivered: fc.shuffledSubarray(twice, { minLength: twice.length })
    })
  })
  fc.assert(
    fc.property(anyDelivery, ({ history, delivered }) => {
      const newest = history.findLast(({ accountToken }) => accountToken !== undefined)?.accountToken
      const epochs = ownersAt(delivered)
      assert.equal(epochs.at(-1)?.accountId, newest === 'stranger' ? undefined : newest)
    }),
    { numRuns: 300 }
  )
})

test('who was named first never comes back by an older fact that is late', () => {
  const [bought, ...later] = factsOf([
    { accountToken: 'ada', renewals: 1 },
    { accountToken: 'ben', renewals: 1 }
  ])
  assert.ok(bought)
  const owners = ownersAt([...later, bought]).map((epoch) => epoch?.accountId)
  assert.deepEqual(
    owners.slice(owners.indexOf('ben')).filter((owner) => owner !== 'ben'),
    []
  )
})

/** Whose it is after each delivery: what the database keeps is an epoch that is open, or none. */
function ownersAt(delivered: readonly Fact[]): (Epoch | undefined)[] {
  let facts: Fact[] = []
  let epoch: Epoch | undefined
  return delivered.map((fact) => {
    facts = mergeFacts(facts, [fact])
    const token = namedBuying(facts)?.accountToken
    const settled = settleOwner(facts, {
      epoch,
      named: token === 'stranger' ? undefined : token,
      predecessor: undefined
    })
    if (settled.kind === 'open') epoch = settled
    if (settled.kind === 'end') epoch = undefined
    return epoch
  })
}

/** A month each, one after the other. */
function factsOf(history: readonly Bought[]): Fact[] {
  const periods = history.flatMap(({ accountToken, renewals }) =>
    Array.from({ length: renewals + 1 }, (_, number) => ({ accountToken, isRenewal: number > 0 }))
  )
  return periods.map(({ accountToken, isRenewal }, index) => {
    // A renewal may be paid so early that somebody else has bought before its period begins.
    const purchasedAtMs = (isRenewal ? index + 1.5 : index) * month
    const content: AppleTransaction = {
      kind: 'apple_transaction',
      transactionId: String(index),
      originalTransactionId: '0',
      productId: 'pro.month',
      purchasedAtMs,
      expiresAtMs: purchasedAtMs + month,
      isUpgraded: false,
      isFamilyShared: false,
      isRenewal,
      period: 'normal',
      accountToken
    }
    return { environment: 'production', clockMs: index * month, content }
  })
}
