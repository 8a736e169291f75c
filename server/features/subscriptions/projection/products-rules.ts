import type { Store } from '../facts.ts'

export type Plan = 'pro'

/** Which products of a store stand for which plan. What is not listed is no product of ours and grants nothing. */
export type Products = Readonly<Record<Store, Readonly<Record<string, Plan>>>>

export function planOf(products: Products, store: Store, product: string): Plan | undefined {
  return Object.hasOwn(products[store], product) ? products[store][product] : undefined
}
