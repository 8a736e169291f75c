import type { Forecast } from '#contract/forecast.ts'
import type { Block } from '#server/gateways/papers/papers.ts'
import type { Wording } from './paper-words.ts'

/** So many are named on paper, those that come first. */
const mostNamed = 60

/** What will need replacing in the next years, at the end of the report of this one. */
export function forecastBlocks({ years, total, yearlyRisePercent }: Forecast, say: Wording): Block[] {
  if (total.count === 0) return []
  return [
    { kind: 'heading', text: say.forecast },
    { kind: 'text', text: say.forecastRule(say.percent(yearlyRisePercent / 100)), isMuted: true },
    ...total.costs.map(({ currency }): Block => {
      const bars = years.map(({ year, costs }) => {
        const minor = costs.find((cost) => cost.currency === currency)?.minor ?? 0
        return { label: String(year), value: minor, shown: say.money({ minor, currency }) }
      })
      const words = bars.filter(({ value }) => value > 0).map(({ label, shown }) => `${label} ${shown}`)
      const title = say.costIn(currency)
      return { kind: 'plot', title, says: `${title}: ${words.join(', ')}`, bars }
    }),
    { kind: 'table', head: [say.forecastWhat, say.forecastYear, say.cost], rows: rowsOf(years, total.count, say) }
  ]
}

function rowsOf(years: Forecast['years'], count: number, say: Wording): string[][] {
  const rows = years.flatMap(({ year, replacements }) =>
    replacements.map(({ name, cost }) => [name, String(year), cost === null ? '–' : say.money(cost)])
  )
  const named = rows.slice(0, mostNamed)
  return [...named, ...(count > named.length ? [[`+ ${count - named.length}`, '', '']] : [])]
}
