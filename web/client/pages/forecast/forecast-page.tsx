import '../reports/reports.css'
import './forecast.css'
import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import { useParams } from 'react-router'
import { getForecast, type Forecast } from '#contract/forecast.ts'
import { q } from '../../../api.ts'
import { formatMoney, formatPercent } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { useHome } from '../task/use-home.ts'
import { ForecastYears } from './forecast-years.tsx'
import { Unforetold } from './unforetold.tsx'

/** What will have to be replaced in a home, year by year, and what that will cost. */
export function ForecastPage() {
  const { residenceId = '' } = useParams()
  const { home, may } = useHome(residenceId)
  const query = useQuery(q(getForecast, { params: { residenceId } }))
  return (
    <Page
      title={t('forecast.title')}
      back={paths.assets(residenceId)}
      content={
        <Loaded query={query} skeleton={[3, 12, 7]}>
          {(forecast) =>
            isEmpty(forecast) ? (
              <FirstUse residenceId={residenceId} />
            ) : (
              <div className="stack">
                <Together forecast={forecast} />
                {forecast.total.count > 0 && <ForecastYears forecast={forecast} />}
                {forecast.later > 0 && <p className="muted">{t('forecast.later', { count: forecast.later })}</p>}
                {forecast.unforetoldCount > 0 && <Unforetold forecast={forecast} mayAdd={may('asset.write')} />}
              </div>
            )
          }
        </Loaded>
      }
    >
      {query.data && home && introOf(home.name, query.data)}
    </Page>
  )
}

function isEmpty({ total, later, unforetoldCount }: Forecast): boolean {
  return total.count + later + unforetoldCount === 0
}

function introOf(home: string, { years }: Forecast): string {
  return t('forecast.intro', { home, from: String(years[0]?.year), to: String(years.at(-1)?.year) })
}

function FirstUse({ residenceId }: { residenceId: string }) {
  return (
    <EmptyState
      icon={<Hourglass aria-hidden />}
      title={t('forecast.emptyTitle')}
      action={<LinkButton to={paths.assets(residenceId)}>{t('assets.open')}</LinkButton>}
    >
      {t('forecast.emptyText')}
    </EmptyState>
  )
}

/** All the years in one, and how it was reckoned. */
function Together({ forecast: { total, years, yearlyRisePercent } }: { forecast: Forecast }) {
  const tiles = [
    [t('forecast.count'), String(total.count)],
    ...total.costs.map((cost) => [t('forecast.cost'), formatMoney(cost)]),
    ...total.costs.map(({ minor, currency }) => [
      t('forecast.perYear'),
      formatMoney({ minor: Math.ceil(minor / years.length), currency })
    ])
  ]
  return (
    <>
      {total.count === 0 ? (
        <p>{t('forecast.quiet')}</p>
      ) : (
        <dl className="tiles">
          {tiles.map(([name, value]) => (
            <div key={`${name} ${value}`}>
              <dt>{name}</dt>
              <dd className="figures">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {total.unpriced > 0 && <p className="muted">{t('forecast.unpriced', { count: total.unpriced })}</p>}
      {total.costs.length > 1 && <p className="muted">{t('reports.separate')}</p>}
      <p className="muted">{t('forecast.rule', { percent: formatPercent(yearlyRisePercent / 100) })}</p>
    </>
  )
}
