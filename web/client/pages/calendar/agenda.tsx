import { CalendarX, Plus } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { formatDate, formatTime } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { LinkButton } from '../../../ui/button.tsx'
import { searchWithNewTask, searchWithTask } from '../../paths.ts'
import { columnLook } from '../task/column-look.ts'
import type { Home } from '../task/use-home.ts'
import { kindLook } from './kind-look.ts'
import type { Entry } from './month.ts'

export type AgendaProps = {
  day: string
  today: string
  entries: readonly Entry[]
  home: Home
  residenceId: string
}

/** What a day holds, and a way to add to it. */
export function Agenda({ day, today, entries, home, residenceId }: AgendaProps) {
  const [search] = useSearchParams()
  const ofDay = entries.filter((entry) => entry.on === day)
  return (
    <section className="agenda" aria-labelledby="agenda-day">
      <h2 id="agenda-day" aria-live="polite">
        <time dateTime={day}>{formatDate(day, 'long')}</time>
      </h2>
      {ofDay.length === 0 ? (
        <p className="row muted">
          <CalendarX aria-hidden />
          {t('calendar.dayEmpty')}
        </p>
      ) : (
        <ul className="stack-small">
          {ofDay.map((entry) => (
            <li key={`${entry.taskId} ${entry.kind}`}>
              <Link className="agenda-entry" to={{ search: searchWithTask(search, entry.taskId) }}>
                <span className="agenda-title">{entry.title}</span>
                <span className="row">
                  <EntryBadge entry={entry} today={today} />
                  {entry.timeOfDay !== null && entry.kind !== 'completed' && (
                    <span className="small muted figures">{formatTime(entry.timeOfDay)}</span>
                  )}
                  <Assignee name={home.nameOf(entry.assigneeId)} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {home.may('task.write') && day >= today && (
        <LinkButton className="agenda-add" to={{ search: searchWithNewTask(search, residenceId, { startOn: day }) }}>
          <Plus aria-hidden />
          {t('calendar.addOn')}
        </LinkButton>
      )}
    </section>
  )
}

function Assignee({ name }: { name: string | undefined }) {
  return name === undefined ? null : <Avatar name={name} />
}

function EntryBadge({ entry, today }: { entry: Entry; today: string }) {
  const isLate = entry.kind === 'due' && entry.on < today
  const isRunning = entry.kind === 'due' && entry.column === 'in_progress_tasks'
  const { key, tone, Icon } =
    isLate && !isRunning ? columnLook.overdue_tasks : isRunning ? columnLook.in_progress_tasks : kindLook[entry.kind]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(key)}
    </Badge>
  )
}
