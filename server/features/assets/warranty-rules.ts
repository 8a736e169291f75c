import type { Asset } from '#contract/assets.ts'

/** A warranty among the papers that are linked to an appliance. */
export type LinkedWarranty = { readonly documentId: string; readonly endsOn: string }

/** What is noted of the appliance itself counts; else the linked warranty that holds the longest. */
export function warrantyOf(noted: string | null, linked: readonly LinkedWarranty[]): Asset['warranty'] {
  if (noted !== null) return { endsOn: noted, documentId: null }
  const [longest] = linked.toSorted((one, other) => (orderOf(one) > orderOf(other) ? -1 : 1))
  return longest ?? null
}

/** By the last day; of two with the same, always the same one. */
function orderOf({ endsOn, documentId }: LinkedWarranty): string {
  return `${endsOn} ${documentId}`
}
