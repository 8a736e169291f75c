import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AppleTransaction, Fact } from '../facts.ts'
import { mergeFacts } from '../projection/merge-facts.ts'
import { namedBuyings, settleOwner, type Epoch } from './owner-rules.ts'

/** What somebody buys, unless we have never heard of that, and for whom it renews; undefined: the store names nobody. */
type Bought = {
  readonly accountToken: string | undefined
  readonly isHeard: boolean
  readonly renewals: readonly (string | undefined)[]
}

/** `stranger` is no account of ours. */
const anyTokens = fc.constantFrom('ada', 'ben', 'stranger', undefined)
const anyHistory: fc.Arbitrary<Bought[]> = fc.array(
  fc.record({ accountToken: anyTokens, isHeard: fc.boolean(), renewals: fc.array(anyTokens, { maxLength: 2 }) }),
  { minLength: 1, maxLength: 3 }
)
const day = 86_400_000
const month = 30 * day

// A24
test('whose it is in the end is whom the newest buying names, or else the oldest renewal, in whichever order and however often it is heard of', () => {
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
      const epochs = ownersAt(delivered)
      assert.equal(epochs.at(-1)?.accountId, ownerIn(history))
    }),
    { numRuns: 300 }
  )
})

test('who was named first never comes back by an older fact that is late', () => {
  const [bought, ...later] = factsOf([
    { accountToken: 'ada', isHeard: true, renewals: ['ada'] },
    { accountToken: 'ben', isHeard: true, renewals: ['ben'] }
  ])
  assert.ok(bought)
  const owners = ownersAt([...later, bought]).map((epoch) => epoch?.accountId)
  assert.deepEqual(
    owners.slice(owners.indexOf('ben')).filter((owner) => owner !== 'ben'),
    []
  )
})

function ownerIn(history: readonly Bought[]): string | undefined {
  const bought = history.filter(({ isHeard, accountToken }) => isHeard && accountToken !== undefined)
  if (bought.length > 0) return known(bought.at(-1)?.accountToken)
  return history.flatMap(({ renewals }) => renewals).find((token) => known(token) !== undefined)
}

const known = (token: string | undefined) => (token === 'stranger' ? undefined : token)

/** Whose it is after each delivery: what the database keeps is an epoch that is open, or none. */
function ownersAt(delivered: readonly Fact[]): (Epoch | undefined)[] {
  let facts: Fact[] = []
  let epoch: Epoch | undefined
  return delivered.map((fact) => {
    facts = mergeFacts(facts, [fact])
    const tokens = namedBuyings(facts).map(({ accountToken }) => known(accountToken))
    const named = tokens.find((token) => token !== undefined)
    const settled = settleOwner(facts, { epoch, named, predecessor: undefined })
    if (settled.kind === 'open') epoch = settled
    if (settled.kind === 'end') epoch = undefined
    return epoch
  })
}

/** A month each, one after the other. */
function factsOf(history: readonly Bought[]): Fact[] {
  const periods = history.flatMap(({ accountToken, isHeard, renewals }) => [
    { accountToken, isHeard, isRenewal: false },
    ...renewals.map((token) => ({ accountToken: token, isHeard: true, isRenewal: true }))
  ])
  return periods.flatMap(({ accountToken, isHeard, isRenewal }, index) => {
    if (!isHeard) return []
    // A renewal may be paid so early that somebody else has bought before its period begins.
    const purchasedAtMs = (isRenewal ? index + 2.5 : index + 1) * month
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
    return [{ environment: 'production', clockMs: index * month, content }]
  })
}
