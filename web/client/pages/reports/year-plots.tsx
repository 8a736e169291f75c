import type { YearReport } from '#contract/reports.ts'
import { formatDate, formatMoney, monthName } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { TotalsTable } from './totals-table.tsx'

type Bar = { month: string; value: number; shown: string }

/** Each measure month by month as a plot, one for each currency; the table below says the same in figures. */
export function YearPlots({ report: { months, total } }: { report: YearReport }) {
  const done = months.map((each) => ({ month: each.month, value: each.done, shown: String(each.done) }))
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

function costBars(months: YearReport['months'], currency: string): Bar[] {
  return months.map(({ month, costs }) => {
    const cost = costs.find((each) => each.currency === currency) ?? { minor: 0, currency }
    return { month, value: cost.minor, shown: formatMoney(cost) }
  })
}

function Plot({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    <figure className="year-plot">
      <figcaption>{title}</figcaption>
      <div className="year-bars" aria-hidden>
        {bars.map(({ month, value, shown }, index) => (
          <div key={month} className="year-bar" title={`${formatDate(month, 'month')}: ${shown}`}>
            <span className="year-bar-track">
              <span className="year-bar-fill" style={{ height: `${(value / most) * 100}%` }}>
                <span className="year-bar-value">{value === 0 ? '' : shown}</span>
              </span>
            </span>
            <span className="year-bar-label">{monthName(index + 1, 'short').slice(0, 3)}</span>
          </div>
        ))}
      </div>
    </figure>
  )
}
