import './reports.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartColumn, ChevronLeft, ChevronRight, FileDown, Hourglass } from 'lucide-react'
import { useParams, useSearchParams } from 'react-router'
import { getYearReport, printYearReport, type ReportGrouping, type Totals, type YearReport } from '#contract/reports.ts'
import { q } from '../../../api.ts'
import { formatMinutes, formatMoney, formatPercent } from '../../../messages/formats.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { Button, IconButton, LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { saveFile } from '../../save-file.ts'
import { useSend } from '../../use-send.ts'
import { useHome } from '../task/use-home.ts'
import { ProofSection } from './proof-section.tsx'
import { GroupsCard } from './groups-card.tsx'
import { groupingIn, yearIn } from './year-in.ts'
import { YearPlots } from './year-plots.tsx'

/** A year of a home: what was done, and what it took. */
export function ReportsPage() {
  const { residenceId = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const { home } = useHome(residenceId)
  const thisYear = Number(home?.today.slice(0, 4) ?? 0)
  const year = yearIn(search, thisYear)
  const by = groupingIn(search)
  const query = useQuery({
    ...q(getYearReport, { params: { residenceId }, query: { year, by } }),
    enabled: year > 0,
    placeholderData: keepPreviousData
  })
  const go = (to: { year?: number; by?: ReportGrouping }) =>
    setSearch({ year: String(to.year ?? year), by: to.by ?? by }, { replace: true, preventScrollReset: true })
  return (
    <Page
      title={t('reports.title')}
      back={paths.home(residenceId)}
      content={
        <div className="stack">
          <YearChoice
            year={year}
            last={thisYear}
            first={query.data?.firstYear ?? thisYear}
            onYear={(to) => go({ year: to })}
          />
          <Loaded query={query} skeleton={[6, 12, 12]}>
            {(report) => <Report report={report} residenceId={residenceId} by={by} onBy={(to) => go({ by: to })} />}
          </Loaded>
          <div>
            <LinkButton to={paths.forecast(residenceId)}>
              <Hourglass aria-hidden />
              {t('forecast.open')}
            </LinkButton>
          </div>
          {home !== undefined && <ProofSection residenceId={residenceId} from={`${thisYear}-01-01`} to={home.today} />}
        </div>
      }
    >
      {home?.name}
    </Page>
  )
}

type YearChoiceProps = { year: number; first: number; last: number; onYear: (year: number) => void }

function YearChoice({ year, first, last, onYear }: YearChoiceProps) {
  return (
    <nav className="year-choice" aria-label={t('reports.year')}>
      <IconButton label={t('reports.before')} isDisabled={year <= first} onPress={() => onYear(year - 1)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <h2 className="figures" aria-live="polite">
        {year}
      </h2>
      <IconButton label={t('reports.after')} isDisabled={year >= last} onPress={() => onYear(year + 1)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </nav>
  )
}

type ReportProps = {
  report: YearReport
  residenceId: string
  /** As in the address; the report that is shown may still be the one before. */
  by: ReportGrouping
  onBy: (by: ReportGrouping) => void
}

function Report({ report, residenceId, by, onBy }: ReportProps) {
  const { total, yearBefore, year } = report
  if (total.done === 0)
    return (
      <EmptyState icon={<ChartColumn aria-hidden />} title={t('reports.emptyTitle', { year: String(year) })}>
        {t('reports.emptyText')}
      </EmptyState>
    )
  return (
    <>
      <Tiles totals={total} />
      {total.costs.length > 1 && <p className="muted">{t('reports.separate')}</p>}
      {yearBefore.done > 0 && (
        <p className="muted">{t('reports.yearBefore', { year: String(year - 1), figures: inWords(yearBefore) })}</p>
      )}
      <PrintButton residenceId={residenceId} year={year} by={by} />
      <YearPlots report={report} />
      <GroupsCard report={report} by={by} onBy={onBy} />
    </>
  )
}

function PrintButton({ residenceId, year, by }: { residenceId: string; year: number; by: ReportGrouping }) {
  const printing = useSend(printYearReport, {
    show: 'toast',
    onDone: (paper) => saveFile(paper, `honeydue-${year}.pdf`)
  })
  const query = { year, by, language: activeLanguage() }
  return (
    <div>
      <Button isPending={printing.isPending} onPress={() => printing.send({ params: { residenceId }, query })}>
        <FileDown aria-hidden />
        {t('reports.print')}
      </Button>
    </div>
  )
}

function Tiles({ totals: { done, onTime, late, minutes, costs } }: { totals: Totals }) {
  const tiles = [
    [t('reports.done'), String(done)],
    ...(onTime + late === 0 ? [] : [[t('reports.onTime'), formatPercent(onTime / (onTime + late))]]),
    ...(minutes === 0 ? [] : [[t('reports.time'), formatMinutes(minutes)]]),
    ...costs.map((cost) => [t('reports.cost'), formatMoney(cost)])
  ]
  return (
    <dl className="tiles">
      {tiles.map(([name, value]) => (
        <div key={`${name} ${value}`}>
          <dt>{name}</dt>
          <dd className="figures">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function inWords({ done, minutes, costs }: Totals): string {
  const figures = [
    t('reports.count', { count: done }),
    ...(minutes === 0 ? [] : [formatMinutes(minutes)]),
    ...costs.map((cost) => formatMoney(cost))
  ]
  return figures.join(' · ')
}
