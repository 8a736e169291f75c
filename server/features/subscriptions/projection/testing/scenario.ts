import assert from 'node:assert/strict'
import type { Fact, PurchaseKey } from '../../facts.ts'
import type { mergeFacts } from '../merge-facts.ts'
import type { project, Projection } from '../projection.ts'
import type { Products } from '../products-rules.ts'

/** What the scenarios are played with: the rules as they are, or broken on purpose. */
export type Rules = { readonly mergeFacts: typeof mergeFacts; readonly project: typeof project }

export type Scenario = {
  /** That of the specification, or one of ours (H, S). */
  readonly id: string
  readonly says: string
  readonly purchase: PurchaseKey
  /** What each notification, or each answer of the store, has brought. */
  readonly deliveries: readonly (readonly Fact[])[]
  readonly expected: readonly Expectation[]
  /** At no moment, whatever part of it has been heard. */
  readonly neverEntitled?: boolean
}

export type Expectation = { readonly of?: PurchaseKey; readonly atMs: number } & Partial<Projection>

export const day = 86_400_000
export const hour = 3_600_000
/** When the purchase was made. */
export const start = Temporal.Instant.from('2026-03-01T10:00:00Z').epochMilliseconds

/** Days after the purchase. */
export const on = (days: number) => start + days * day

/** `more` is what else is to be seen besides the state. */
export function at(days: number, state: Projection['state'], more: Omit<Expectation, 'atMs'> = {}): Expectation {
  return { atMs: on(days), state, isEntitled: ['ACTIVE', 'CANCELED', 'GRACE'].includes(state), ...more }
}

export const products: Products = {
  apple: { 'pro.month': 'pro', 'pro.year': 'pro', 'higher.month': 'pro' },
  google: { 'pro.month': 'pro', 'pro.year': 'pro' },
  stripe: { price_month: 'pro', price_year: 'pro' }
}

/** What goes wrong, in whichever order and however often it is delivered; undefined: nothing does. */
export function failureOf(scenario: Scenario, rules: Rules): string | undefined {
  for (const order of ordersOf(scenario.deliveries)) {
    try {
      play(scenario, order, rules)
    } catch (error) {
      const numbers = order.map((delivery) => scenario.deliveries.indexOf(delivery) + 1)
      return `${scenario.id} delivered as ${numbers.join(', ')}: ${String(error)}`
    }
  }
  return undefined
}

function play(scenario: Scenario, order: Scenario['deliveries'], { mergeFacts, project }: Rules): void {
  let facts: Fact[] = []
  for (const delivery of order) {
    facts = mergeFacts(facts, delivery)
    if (scenario.neverEntitled) assertNeverEntitled(scenario, facts, project)
  }
  for (const expectation of scenario.expected) assertSeen(scenario, expectation, facts, project)
}

function assertSeen(scenario: Scenario, expectation: Expectation, facts: Fact[], project: Rules['project']): void {
  const { of = scenario.purchase, atMs, ...expected } = expectation
  const seen = project(of, facts, { nowMs: atMs, products })
  assert.deepEqual({ ...seen, ...expected }, seen, `at ${(atMs - start) / day} days`)
}

function assertNeverEntitled({ purchase }: Scenario, facts: Fact[], project: Rules['project']): void {
  for (const days of [0, 1, 10, 29, 40]) {
    assert.equal(project(purchase, facts, { nowMs: on(days), products }).isEntitled, false)
  }
}

/** Every order; each with nothing twice, with each delivery at once again, and with all of it backwards again. */
function* ordersOf<Delivery>(deliveries: readonly Delivery[]): Generator<Delivery[]> {
  for (const order of permutationsOf(deliveries)) {
    yield order
    yield order.flatMap((delivery) => [delivery, delivery])
    yield [...order, ...order.toReversed()]
  }
}

function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]]
  return items.flatMap((item, index) => permutationsOf(items.toSpliced(index, 1)).map((rest) => [item, ...rest]))
}
