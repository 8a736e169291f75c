import { Link } from 'react-router'
import type { Forecast, ForecastYear, Replacement } from '#contract/forecast.ts'
import { formatDate, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'
import { Plot, type PlotBar } from '../reports/plot.tsx'

/** The years as bars, one plot for each currency; the table below says the same in figures, and which appliances they are. */
export function ForecastYears({ forecast: { years, total } }: { forecast: Forecast }) {
  const plots = total.costs.map(({ currency }) => ({
    title: t('reports.costIn', { currency }),
    bars: years.map((year) => barOf(year, costIn(year, currency)))
  }))
  const counted = {
    title: t('forecast.plotCount'),
    bars: years.map((year) => barOf(year, [year.count, String(year.count)]))
  }
  return (
    <Card aria-labelledby="by-year" className="card-stack">
      <h2 id="by-year" className="card-title">
        {t('forecast.plot')}
      </h2>
      {(plots.length === 0 ? [counted] : plots).map((plot) => (
        <Plot key={plot.title} {...plot} />
      ))}
      <YearsTable years={years} />
    </Card>
  )
}

function barOf({ year }: ForecastYear, [value, shown]: readonly [number, string]): PlotBar {
  return { label: String(year), title: String(year), value, shown }
}

function costIn({ costs }: ForecastYear, currency: string): readonly [number, string] {
  const cost = costs.find((each) => each.currency === currency) ?? { minor: 0, currency }
  return [cost.minor, formatMoney(cost)]
}

function YearsTable({ years }: { years: readonly ForecastYear[] }) {
  return (
    <table className="forecast-table">
      <caption className="visually-hidden">{t('forecast.plot')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('forecast.year')}</th>
          <th scope="col">{t('forecast.count')}</th>
          <th scope="col">{t('reports.cost')}</th>
        </tr>
      </thead>
      <tbody>
        {years.map((year) => (
          <tr key={year.year}>
            <th scope="row" className="figures">
              {year.year}
            </th>
            <td>
              {year.count === 0 ? <span className="muted">{t('forecast.none')}</span> : <Replacements year={year} />}
            </td>
            <td className="figures">{year.costs.length === 0 ? '–' : year.costs.map(formatMoney).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Replacements({ year: { year, replacements, count } }: { year: ForecastYear }) {
  return (
    <ul>
      {replacements.map((replacement) => (
        <li key={`${replacement.assetId} ${replacement.on}`}>
          <Link to={paths.asset(replacement.assetId)}>{replacement.name}</Link>
          <span className="small muted figures"> {factsOf(replacement, year).join(' · ')}</span>
        </li>
      ))}
      {count > replacements.length && (
        <li className="muted">{t('forecast.more', { count: count - replacements.length })}</li>
      )}
    </ul>
  )
}

function factsOf({ on, lifeYears, lifeFrom, cost }: Replacement, year: number): string[] {
  return [
    t(lifeFrom === 'own' ? 'forecast.own' : 'forecast.usual', { count: lifeYears }),
    t(Number(on.slice(0, 4)) < year ? 'forecast.outlived' : 'forecast.on', { date: formatDate(on, 'month') }),
    cost === null ? t('forecast.noPrice') : formatMoney(cost)
  ]
}
