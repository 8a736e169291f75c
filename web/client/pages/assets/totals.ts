import type { Money } from '#contract/values.ts'

/** What it is together, each currency by itself. */
export function totals(amounts: readonly Money[]): Money[] {
  const byCurrency = Map.groupBy(amounts, ({ currency }) => currency)
  return [...byCurrency].map(([currency, each]) => ({
    currency,
    minor: each.reduce((sum, { minor }) => sum + minor, 0)
  }))
}
