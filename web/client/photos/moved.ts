/** The same in another order: what stands at `index` one place earlier or later; what cannot go further stays. */
export function moved<T>(all: readonly T[], index: number, step: -1 | 1): T[] {
  const order = [...all]
  const [one, other] = [order[index], order[index + step]]
  if (one === undefined || other === undefined) return order
  order[index] = other
  order[index + step] = one
  return order
}
