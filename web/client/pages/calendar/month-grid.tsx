import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { formatDate, formatList, weekdayName } from '../../../messages/formats.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { countKinds, dayByKey, entriesByDay, weekStart, type Entry, type Month } from './month.ts'
import { kinds } from './kind-look.ts'

export type MonthGridProps = {
  weeks: readonly (readonly string[])[]
  month: Month
  day: string
  today: string
  entries: readonly Entry[]
  onDay: (day: string) => void
}

/** The days of a month as a grid: one of them takes the focus, the arrow keys move it. */
export function MonthGrid({ weeks, month, day, today, entries, onDay }: MonthGridProps) {
  const grid = useRef<HTMLTableElement>(null)
  const firstWeekday = weekStart(activeLocale())
  const byDay = entriesByDay(entries)
  // where the keyboard went: the focus follows, into another month too
  const [followed, setFollowed] = useState<string>()
  useEffect(() => {
    if (followed === day) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  }, [followed, day])

  function onKeyDown(event: KeyboardEvent): void {
    const next = dayByKey(event.key, day, { shift: event.shiftKey, firstWeekday })
    if (next === undefined) return
    event.preventDefault()
    setFollowed(next)
    onDay(next)
  }

  return (
    <table
      className="month"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role -- ARIA's date grid: a table whose cells take the focus
      role="grid"
      aria-label={t('calendar.grid', { month: formatDate(`${month}-01`, 'month') })}
      ref={grid}
    >
      <thead>
        <tr>
          {weekdaysFrom(firstWeekday).map((weekday) => (
            <WeekdayHead key={weekday} weekday={weekday} />
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((each) => (
              <td key={each} aria-selected={each === day}>
                <DayButton
                  date={each}
                  today={today}
                  isChosen={each === day}
                  isOther={!each.startsWith(month)}
                  entries={byDay.get(each) ?? []}
                  onKeyDown={onKeyDown}
                  onDay={onDay}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function weekdaysFrom(first: number): number[] {
  return Array.from({ length: 7 }, (_, index) => ((first - 1 + index) % 7) + 1)
}

function WeekdayHead({ weekday }: { weekday: number }) {
  return (
    <th scope="col" className="month-head" abbr={weekdayName(weekday)}>
      {weekdayName(weekday, 'short')}
    </th>
  )
}

type DayButtonProps = {
  date: string
  today: string
  isChosen: boolean
  isOther: boolean
  entries: readonly Entry[]
  onKeyDown: (event: KeyboardEvent) => void
  onDay: (day: string) => void
}

function DayButton({ date, today, isChosen, isOther, entries, onKeyDown, onDay }: DayButtonProps) {
  const isToday = date === today
  const looks = [isOther && 'day-other', isChosen && 'day-chosen', isToday && 'day-today'].filter(Boolean)
  return (
    <button
      type="button"
      className={['day', ...looks].join(' ')}
      tabIndex={isChosen ? 0 : -1}
      {...(isToday ? { 'aria-current': 'date' as const } : {})}
      onClick={() => onDay(date)}
      onKeyDown={onKeyDown}
    >
      <span className="visually-hidden">{dayName(date, isToday, entries)}</span>
      <span className="day-number figures" aria-hidden>
        {formatDate(date, 'day')}
      </span>
      <Dots entries={entries} isLate={date < today} />
      <span className="day-titles" aria-hidden>
        {entries.slice(0, 3).map((entry) => (
          <span key={`${entry.taskId} ${entry.kind}`} className="day-title">
            <span className={dotClass(entry, date < today)} />
            <span className="day-title-text">{entry.title}</span>
          </span>
        ))}
        {entries.length > 3 && <span className="day-more figures">+{entries.length - 3}</span>}
      </span>
    </button>
  )
}

/** "Monday, 23 November 2026, today: 2 due and 1 done". */
function dayName(date: string, isToday: boolean, entries: readonly Entry[]): string {
  const name = isToday ? `${formatDate(date, 'long')}, ${t('calendar.isToday')}` : formatDate(date, 'long')
  const counts = countKinds(entries)
  const said = kinds.flatMap((kind) => (counts[kind] > 0 ? [t(`calendar.${kind}`, { count: counts[kind] })] : []))
  return said.length === 0 ? name : `${name}: ${formatList(said)}`
}

const mostDots = 4

function Dots({ entries, isLate }: { entries: readonly Entry[]; isLate: boolean }) {
  if (entries.length === 0) return null
  return (
    <span className="day-dots" aria-hidden>
      {entries.slice(0, mostDots).map((entry) => (
        <span key={`${entry.taskId} ${entry.kind}`} className={dotClass(entry, isLate)} />
      ))}
    </span>
  )
}

function dotClass({ kind }: Entry, isLate: boolean): string {
  return `dot dot-${kind === 'due' && isLate ? 'late' : kind}`
}
