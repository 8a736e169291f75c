import fc from 'fast-check'
import type { TestAppStore } from '../doubles/app-store/app-store.ts'
import type { StorePurchase } from '../doubles/app-store/purchase.ts'

/** What the store has to send about one thing that happened. */
export type Notification = { readonly id: string; readonly body: string }

const dayMs = 86_400_000
const hourMs = 3_600_000
const graceDays = 2

/** What people and the store do with a purchase; each is told of. */
const deeds: Readonly<Record<string, (purchase: StorePurchase, tokens: readonly string[]) => unknown>> = {
  renew: (purchase) => purchase.renew(),
  'renew again': (purchase) => purchase.renew(),
  cancel: (purchase) => purchase.cancel(),
  reenable: (purchase) => purchase.reenable(),
  'fail with grace': (purchase) => purchase.failToRenew(graceDays),
  fail: (purchase) => purchase.failToRenew(),
  'end grace': (purchase) => purchase.endGrace(),
  expire: (purchase) => purchase.expire(),
  resubscribe: (purchase) => purchase.resubscribe(),
  'resubscribe as another': (purchase, [, other]) => purchase.resubscribe({ appAccountToken: other }),
  upgrade: (purchase) => purchase.upgrade('pro.yearly'),
  downgrade: (purchase) => purchase.downgrade('pro.monthly'),
  refund: (purchase) => purchase.refund(),
  'reverse a refund': (purchase) => purchase.reverseRefund(),
  extend: (purchase) => purchase.extend(1),
  'ask for consent': (purchase) => purchase.raisePrice(false),
  'ask about use': (purchase) => purchase.tell('CONSUMPTION_REQUEST'),
  'something new': (purchase) => purchase.tell('ADDED_SINCE')
}

/** The week before now. */
export type StoryClock = { now(): Temporal.Instant; forward(hours: number): void }

/**
 * Begins half an hour past what a week before now was and goes on in whole hours, periods are whole days: no end of one is
 * near the moment of the test, whose clock is the real one.
 */
export function storyClock(): StoryClock {
  let nowMs = Temporal.Now.instant().epochMilliseconds - 7 * dayMs + hourMs / 2
  return {
    now: () => Temporal.Instant.fromEpochMilliseconds(nowMs),
    forward: (hours) => void (nowMs += hours * hourMs)
  }
}

/** `count` notifications about `purchases` purchases, in the order in which things happened. */
export function storiesOf(
  store: TestAppStore,
  clock: StoryClock,
  { count, purchases, tokens, seed }: { count: number; purchases: number; tokens: readonly string[]; seed: number }
): Notification[] {
  const bought = Array.from({ length: purchases }, (_, index) => {
    const own = tokens.slice(index % tokens.length)
    const purchase = store.buy({ appAccountToken: own[0], days: index % 2 === 0 ? 1 : 9 })
    purchase.bought()
    return { purchase, own: [...own, ...tokens] }
  })
  const chosen = fc.sample(fc.constantFrom(...Object.values(deeds)), { numRuns: count - purchases, seed })
  const hours = Math.floor((6 * 24 * purchases) / count)
  for (const [index, deed] of chosen.entries()) {
    const one = bought[index % purchases]
    if (one) deed(one.purchase, one.own)
    if (index % purchases === purchases - 1) clock.forward(hours)
  }
  return store.deliveries.all.map(({ event: { id, signedPayload } }) => ({
    id,
    body: JSON.stringify({ signedPayload })
  }))
}

/** As a network brings them: some twice, some later or earlier than they happened. */
export function deliveriesOf(
  notifications: readonly Notification[],
  { twice, misplaced, seed }: { twice: number; misplaced: number; seed: number }
): Notification[] {
  const again = sampled(notifications, twice, seed)
  const all = [...notifications]
  for (const [index, place] of places(twice, seed).entries()) {
    const notification = again[index]
    const first = notification ? all.indexOf(notification) : 0
    if (notification) all.splice(first + 1 + (place % (all.length - first)), 0, notification)
  }
  for (const [index, place] of places(misplaced, seed + 1).entries()) {
    const from = places(misplaced, seed + 2)[index] ?? 0
    const [moved] = all.splice(from % all.length, 1)
    if (moved) all.splice(place % (all.length + 1), 0, moved)
  }
  return all
}

function places(count: number, seed: number): number[] {
  return fc.sample(fc.nat(), { numRuns: count, seed })
}

function sampled<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const [found = []] = fc.sample(fc.shuffledSubarray([...items], { minLength: count, maxLength: count }), {
    numRuns: 1,
    seed
  })
  return found
}
