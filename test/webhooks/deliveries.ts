import fc from 'fast-check'
import type { StoreName } from './story.ts'

/** One of a store's messages, by its number, on its way. */
export type Delivery = { readonly store: StoreName; readonly number: number }

/** Each once, in the order in which things happened. */
export function inOrder(store: StoreName, count: number): Delivery[] {
  return Array.from({ length: count }, (_, number) => ({ store, number }))
}

type Disorder = { readonly twice: number; readonly late: number; readonly seed: number }

/** As a network brings them: some twice, some after others that happened later. None comes before it happened. */
export function disordered(deliveries: readonly Delivery[], { twice, late, seed }: Disorder): Delivery[] {
  const all = [...deliveries]
  const again = sampled(deliveries, twice, seed)
  for (const [index, distance] of numbers(twice, seed).entries()) {
    const delivery = again[index]
    if (delivery) putBehind(all, delivery, { after: all.indexOf(delivery), distance })
  }
  const distances = numbers(late, seed + 2)
  for (const [index, number] of numbers(late, seed + 1).entries()) {
    const place = number % all.length
    const [delivery] = all.splice(place, 1)
    if (delivery) putBehind(all, delivery, { after: place - 1, distance: distances[index] ?? 0 })
  }
  return all
}

type Behind = { readonly after: number; readonly distance: number }

function putBehind(all: Delivery[], delivery: Delivery, { after, distance }: Behind): void {
  all.splice(after + 1 + (distance % (all.length - after)), 0, delivery)
}

/** One of each in turn, for as long as there are any. */
export function interleaved<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(...lists.map(({ length }) => length))
  return Array.from({ length: longest }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1))).flat()
}

function numbers(count: number, seed: number): number[] {
  return fc.sample(fc.nat(), { numRuns: count, seed })
}

function sampled<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const some = fc.shuffledSubarray([...items], { minLength: count, maxLength: count })
  return fc.sample(some, { numRuns: 1, seed })[0] ?? []
}
