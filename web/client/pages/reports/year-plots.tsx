import type { YearReport } from '#contract/reports.ts'
import { formatDate, formatMoney, monthName } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Plot, type PlotBar } from './plot.tsx'
import { TotalsTable } from './totals-table.tsx'

/** Each measure month by month as a plot, one for each currency; the table below says the same in figures. */
export function YearPlots({ report: { months, total } }: { report: YearReport }) {
  const done = months.map((each) => barOf(each.month, each.done, String(each.done)))
  return (
    <Card aria-labelledby="by-month">
      <h2 id="by-month" className="card-title">
        {t('reports.byMonth')}
      </h2>
      <div className="stack">
        <Plot title={t('reports.plotDone')} bars={done} />
        {total.costs.map(({ currency }) => (
          <Plot key={currency} title={t('reports.costIn', { currency })} bars={costBars(months, currency)} />
        ))}
        <TotalsTable
          first={t('reports.month')}
          caption={t('reports.byMonth')}
          rows={months.map((each) => ({ ...each, key: each.month, name: formatDate(each.month, 'month') }))}
        />
      </div>
    </Card>
  )
}

function costBars(months: YearReport['months'], currency: string): PlotBar[] {
  return months.map(({ month, costs }) => {
    const cost = costs.find((each) => each.currency === currency) ?? { minor: 0, currency }
    return barOf(month, cost.minor, formatMoney(cost))
  })
}

function barOf(month: string, value: number, shown: string): PlotBar {
  const label = monthName(Number(month.slice(5, 7)), 'short').slice(0, 3)
  return { label, title: formatDate(month, 'month'), value, shown }
}
