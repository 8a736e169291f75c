import './task-results.css'
import { Archive, Ban, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { listTasks, type Task } from '#contract/tasks.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { searchWithTask } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'
import { columnLook } from '../task/column-look.ts'
import { DueTime } from '../task/due-time.tsx'
import type { Home } from '../task/use-home.ts'
import { setFilters, type BoardFilters } from './board-filters.ts'

export type TaskResultsProps = {
  residenceId: string
  today: string
  filters: Partial<BoardFilters>
  home: Home
  /** In place of the words for a search that found nothing. */
  empty?: ReactNode
}

/** The tasks that fit the search and the filters, by date, whatever their column. */
export function TaskResults({ residenceId, today, filters, home, empty }: TaskResultsProps) {
  const params = { residenceId }
  const set = setFilters(filters)
  const query = usePages<Task>({
    key: [listTasks.path, params, set],
    read: (cursor, signal) =>
      call(
        listTasks,
        { params, query: { state: 'active', ...set, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
  return (
    <section className="stack" aria-labelledby="results">
      <h2 id="results" className="visually-hidden">
        {t('board.results')}
      </h2>
      <Loaded query={query} skeleton={[4, 4, 4, 4]}>
        {(tasks) =>
          tasks.length === 0 ? (
            (empty ?? (
              <EmptyState icon={<SearchX aria-hidden />} title={t('board.noResultsTitle')}>
                {t('board.noResultsText')}
              </EmptyState>
            ))
          ) : (
            <ul className="results" aria-busy={query.isPlaceholderData}>
              {tasks.map((task) => (
                <li key={task.id}>
                  <Result task={task} today={today} assignee={home.nameOf(task.assignment.currentId)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={query} />
    </section>
  )
}

function Result({ task, today, assignee }: { task: Task; today: string; assignee: string | undefined }) {
  const [search] = useSearchParams()
  return (
    <Link className="result" to={{ search: searchWithTask(search, task.id) }}>
      <span className="result-title">{task.title}</span>
      <span className="row">
        <StateBadge task={task} />
        {task.dueOn !== null && task.column !== 'completed_tasks' && (
          <DueTime
            className="small muted"
            dueOn={task.dueOn}
            today={today}
            timeOfDay={task.schedule.timeOfDay ?? null}
          />
        )}
        {assignee !== undefined && <Avatar name={assignee} />}
      </span>
    </Link>
  )
}

function StateBadge({ task }: { task: Task }) {
  if (task.column === null) {
    const isCancelled = task.cancelledAt !== null
    const Icon = isCancelled ? Ban : Archive
    return <Badge icon={<Icon aria-hidden />}>{t(isCancelled ? 'task.isCancelled' : 'task.isArchived')}</Badge>
  }
  const { key, tone, Icon } = columnLook[task.column]
  return (
    <Badge tone={tone} icon={<Icon aria-hidden />}>
      {t(key)}
    </Badge>
  )
}
