import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Fact } from '../facts.ts'
import { mergeFacts } from '../projection/merge-facts.ts'
import { project } from '../projection/projection.ts'
import { productsOf } from '../services.ts'
import { appleTransaction, googlePurchase, onDay, testSubscriptions } from '../testing/facts.ts'
import { namedBuyings, settleOwner, type Epoch } from './owner-rules.ts'

const [anna, berta, nobody] = ['anna', 'berta', 'a token that nobody has']
const accounts: Readonly<Record<string, string>> = { [anna]: anna, [berta]: berta }

/** The owner after each delivery; what the store has told is merged, as the intake does it. */
function ownersAfter(deliveries: readonly (readonly Fact[])[]): (string | undefined)[] {
  let epoch: Epoch | undefined
  let known: Fact[] = []
  return deliveries.map((heard) => {
    known = mergeFacts(known, heard)
    const named = namedBuyings(known)
      .map(({ accountToken }) => accounts[accountToken])
      .find((account) => account !== undefined)
    const settlement = settleOwner(known, { epoch, named, predecessor: undefined })
    if (settlement.kind === 'open') epoch = settlement
    if (settlement.kind === 'end') epoch = undefined
    return epoch?.accountId
  })
}

const first = appleTransaction({ accountToken: anna })
const renewal = appleTransaction({ transactionId: '2', isRenewal: true, purchasedAtMs: onDay(30), accountToken: anna })
const ofBerta = appleTransaction({ transactionId: '3', purchasedAtMs: onDay(90), accountToken: berta })
const unnamed = appleTransaction({ transactionId: '4', purchasedAtMs: onDay(120) })
const ofNobody = appleTransaction({ transactionId: '5', purchasedAtMs: onDay(150), accountToken: nobody })

test('A24: who buys anew under another account has it from then on, and whoever had it before has not', () => {
  assert.deepEqual(ownersAfter([[first], [renewal], [ofBerta]]), [anna, anna, berta])
  assert.deepEqual(ownersAfter([[ofBerta], [renewal], [first]]), [berta, berta, berta])
})

test('a buying for which the store names nobody leaves it with whoever has it', () => {
  assert.deepEqual(ownersAfter([[first], [unnamed]]), [anna, anna])
  assert.deepEqual(ownersAfter([[unnamed], [first]]), [undefined, anna])
})

test('a newer buying for somebody we do not know makes it nobody’s, and never the former owner’s again', () => {
  assert.deepEqual(ownersAfter([[first], [ofNobody], [renewal]]), [anna, undefined, undefined])
  assert.deepEqual(ownersAfter([[ofNobody], [first], [renewal]]), [undefined, undefined, undefined])
})

test('a renewal that carries another token takes it from nobody', () => {
  const other = appleTransaction({ transactionId: '6', isRenewal: true, purchasedAtMs: onDay(60), accountToken: berta })
  assert.deepEqual(ownersAfter([[first], [other]]), [anna, anna])
  assert.deepEqual(ownersAfter([[other]]), [berta], 'but where nothing else speaks it does')
})

test('whose renewal is heard before anything else has it until a buying says who bought, whenever that was', () => {
  // paid early: it is bought when its period begins
  const early = appleTransaction({ transactionId: '7', isRenewal: true, purchasedAtMs: onDay(100), accountToken: anna })
  assert.deepEqual(ownersAfter([[first], [early], [ofBerta]]), [anna, anna, berta])
  assert.deepEqual(ownersAfter([[early], [first], [ofBerta]]), [anna, anna, berta])
  assert.deepEqual(ownersAfter([[early], [ofBerta], [first]]), [anna, berta, berta])
})

test('of renewals alone the oldest that names somebody we know says whose it is, whichever is heard first', () => {
  const named = (at: number, accountToken: string) =>
    appleTransaction({ transactionId: `${at}`, isRenewal: true, purchasedAtMs: onDay(at), accountToken })
  const [stranger, ofAnna, ofHer] = [named(30, nobody), named(60, anna), named(90, berta)]
  assert.deepEqual(ownersAfter([[stranger], [ofAnna], [ofHer]]), [undefined, anna, anna])
  assert.deepEqual(ownersAfter([[ofHer], [ofAnna], [stranger]]), [berta, anna, anna])
})

test('a renewal takes nothing from who has claimed it or got it from staff', () => {
  const facts = [appleTransaction({ isRenewal: true, accountToken: berta })]
  for (const evidence of ['claim', 'staff', 'predecessor'] as const) {
    const epoch = { accountId: anna, evidence, boughtMs: 0 }
    assert.deepEqual(settleOwner(facts, { epoch, named: berta, predecessor: undefined }), { kind: 'keep' })
  }
})

test('a predecessor’s owner has what replaces it, unless the store names somebody', () => {
  const bought = [googlePurchase({})]
  const known = { epoch: undefined, named: undefined, predecessor: anna }
  assert.deepEqual(settleOwner(bought, known), {
    kind: 'open',
    accountId: anna,
    evidence: 'predecessor',
    boughtMs: onDay(0)
  })
  const named = [googlePurchase({ accountToken: berta })]
  assert.partialDeepStrictEqual(settleOwner(named, { ...known, named: berta }), { kind: 'open', accountId: berta })
  assert.deepEqual(settleOwner(named, known), { kind: 'keep' })
  const epoch = { accountId: berta, evidence: 'claim', boughtMs: 0 } as const
  assert.deepEqual(settleOwner(bought, { ...known, epoch }), { kind: 'keep' })
})

test('in whatever order stores deliver, the owner is the same in the end, and at no moment are two accounts entitled', () => {
  const anyTransaction = fc
    .record({
      day: fc.nat({ max: 200 }),
      isRenewal: fc.boolean(),
      token: fc.constantFrom(anna, berta, nobody, undefined),
      isRevoked: fc.boolean()
    })
    .map(({ day, isRenewal, token, isRevoked }) =>
      appleTransaction({
        transactionId: `${day}`,
        purchasedAtMs: onDay(day),
        isRenewal,
        ...(token !== undefined && { accountToken: token }),
        ...(isRevoked && { revokedAtMs: onDay(day + 1) })
      })
    )
  const anyDeliveries = fc
    .uniqueArray(anyTransaction, { minLength: 1, maxLength: 6, selector: ({ clockMs }) => clockMs })
    .chain((facts) =>
      fc.tuple(fc.constant(facts), fc.shuffledSubarray(facts, { minLength: facts.length }), fc.shuffledSubarray(facts))
    )
  const products = productsOf(testSubscriptions)
  const key = { store: 'apple', environment: 'production', key: '2000000001' } as const
  fc.assert(
    fc.property(anyDeliveries, ([facts, order, again]) => {
      const owners = ownersAfter(facts.map((fact) => [fact]))
      const others = ownersAfter([...order, ...again].map((fact) => [fact]))
      assert.equal(others.at(-1), owners.at(-1))
      // One purchase has one projection and one owner: whoever is not the owner gets nothing of it.
      for (const [index, owner] of others.entries()) {
        const known = mergeFacts([], [...order, ...again].slice(0, index + 1))
        const { isEntitled } = project(key, known, { nowMs: onDay(201), products })
        const entitled = [anna, berta].filter((account) => isEntitled && account === owner)
        assert.ok(entitled.length <= 1)
      }
    }),
    { numRuns: 200 }
  )
})
