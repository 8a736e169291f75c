import './calendar-page.css'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import type { Residence } from '#contract/residences.ts'
import { getCalendar } from '#contract/board.ts'
import { q } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { useHome, type Home } from '../task/use-home.ts'
import { Agenda } from './agenda.tsx'
import { kindLook, kinds } from './kind-look.ts'
import { MonthGrid } from './month-grid.tsx'
import { addMonths, monthOf, weekStart, weeksOf, type Month } from './month.ts'

/** One month of a home: dots in the grid, the chosen day below. */
export function CalendarPage() {
  const { residenceId = '' } = useParams()
  const home = useHome(residenceId)
  return (
    <Loaded query={{ data: home.home, error: home.error, refetch: () => undefined }} skeleton={[3, 20]}>
      {(residence) => <MonthPage key={residence.id} home={home} residence={residence} />}
    </Loaded>
  )
}

function MonthPage({ home, residence }: { home: Home; residence: Residence }) {
  const { today } = residence
  const [search, setSearch] = useSearchParams()
  const month = monthOf(search.get('month'), today)
  const [chosen, setDay] = useState(today)
  const day = chosen.startsWith(month) ? chosen : today.startsWith(month) ? today : `${month}-01`
  const weeks = weeksOf(month, weekStart(activeLocale()))
  const [from, to] = [weeks[0]?.[0] ?? day, weeks.at(-1)?.at(-1) ?? day]
  const query = useQuery({
    ...q(getCalendar, { params: { residenceId: residence.id }, query: { from, to } }),
    placeholderData: keepPreviousData
  })

  function goTo(nextDay: string): void {
    setDay(nextDay)
    const nextMonth = nextDay.slice(0, 7)
    if (nextMonth === month) return
    setSearch((current) => withMonth(current, nextMonth, today), { replace: true, preventScrollReset: true })
  }

  return (
    <Page
      title={t('calendar.title')}
      width="wide"
      actions={<MonthSteps month={month} today={today} onDay={goTo} />}
      content={
        <Loaded query={query} skeleton={[22, 4, 4]}>
          {({ entries, truncated }) => (
            <div className="calendar">
              <div className="calendar-month">
                <MonthGrid weeks={weeks} month={month} day={day} today={today} entries={entries} onDay={goTo} />
                <Legend />
                {truncated && <p className="muted small">{t('calendar.truncated')}</p>}
              </div>
              <Agenda day={day} today={today} entries={entries} home={home} residenceId={residence.id} />
            </div>
          )}
        </Loaded>
      }
    >
      <span className="calendar-name" aria-live="polite">
        {formatDate(`${month}-01`, 'month')}
      </span>
    </Page>
  )
}

function withMonth(search: URLSearchParams, month: Month, today: string): URLSearchParams {
  const next = new URLSearchParams(search)
  if (today.startsWith(month)) next.delete('month')
  else next.set('month', month)
  return next
}

function MonthSteps({ month, today, onDay }: { month: Month; today: string; onDay: (day: string) => void }) {
  return (
    <div className="calendar-steps">
      <IconButton label={t('calendar.previous')} onPress={() => onDay(`${addMonths(month, -1)}-01`)}>
        <ChevronLeft aria-hidden />
      </IconButton>
      <Button onPress={() => onDay(today)}>{t('calendar.today')}</Button>
      <IconButton label={t('calendar.next')} onPress={() => onDay(`${addMonths(month, 1)}-01`)}>
        <ChevronRight aria-hidden />
      </IconButton>
    </div>
  )
}

function Legend() {
  return (
    <ul className="calendar-legend small muted" aria-label={t('calendar.legend')}>
      {kinds.map((kind) => (
        <li key={kind}>
          <span className={`dot dot-${kind}`} aria-hidden />
          {t(kindLook[kind].key)}
        </li>
      ))}
    </ul>
  )
}
