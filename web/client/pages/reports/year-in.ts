import type { ReportGrouping } from '#contract/reports.ts'

export const groupings: readonly ReportGrouping[] = ['category', 'asset', 'contractor']

/** The year in the address, or that one when there is none that can be. */
export function yearIn(search: URLSearchParams, otherwise: number): number {
  const text = search.get('year') ?? ''
  const year = /^\d{4}$/.test(text) ? Number(text) : otherwise
  return year >= 1900 && year <= 2200 ? year : otherwise
}

/** What the year in the address is divided by; by category when it does not say. */
export function groupingIn(search: URLSearchParams): ReportGrouping {
  return groupings.find((each) => each === search.get('by')) ?? 'category'
}
