import './history-page.css'
import { History } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { listCompletions, undoCompletion, type Completion } from '#contract/completions.ts'
import { call } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths, searchWithTask } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'
import { useSend } from '../../use-send.ts'
import { useHome } from '../task/use-home.ts'
import { CompletionEntry } from './completion-entry.tsx'
import { byDay, historyFilters, latestOfTasks, setFilters } from './history-filters.ts'
import { HistoryFilterBar } from './history-filter-bar.tsx'

/** What was done in a home, newest first. */
export function HistoryPage() {
  const { residenceId = '' } = useParams()
  const [search, setSearch] = useSearchParams()
  const home = useHome(residenceId)
  const filters = setFilters(historyFilters(search))
  const params = { residenceId }
  const query = usePages<Completion>({
    key: [listCompletions.path, params, filters],
    read: (cursor, signal) =>
      call(
        listCompletions,
        { params, query: { ...filters, limit: 30, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
  const isFiltered = Object.keys(filters).length > 0

  return (
    <Page
      title={t('history.title')}
      content={
        <div className="stack">
          <HistoryFilterBar
            members={home.members}
            search={search}
            onSearch={(next) => setSearch(next, { replace: true })}
          />
          <Loaded query={query} skeleton={[1.5, 5, 5, 5, 5]}>
            {(entries) =>
              entries.length === 0 ? (
                <NoEntries residenceId={residenceId} isFiltered={isFiltered} />
              ) : (
                <Timeline
                  entries={entries}
                  search={search}
                  mayChange={home.may('task.complete')}
                  residenceId={residenceId}
                />
              )
            }
          </Loaded>
          {query.hasNextPage && (
            <MoreWhenSeen isFetching={query.isFetchingNextPage} onMore={() => void query.fetchNextPage()} />
          )}
        </div>
      }
    />
  )
}

type TimelineProps = {
  entries: readonly Completion[]
  search: URLSearchParams
  mayChange: boolean
  residenceId: string
}

function Timeline({ entries, search, mayChange, residenceId }: TimelineProps) {
  const undo = useSend(undoCompletion, {
    show: 'toast',
    onDone: ({ title }) => void showToast({ text: t('today.undone', { title }) })
  })
  const latest = latestOfTasks(entries)
  return (
    <ol className="timeline">
      {byDay(entries).map(([day, ofDay]) => (
        <li key={day} className="timeline-day">
          <h2 className="timeline-date">
            <time dateTime={day}>{formatDate(day, 'long')}</time>
          </h2>
          <ul className="stack-small">
            {ofDay.map((completion) => (
              <li key={completion.id}>
                <CompletionEntry
                  completion={completion}
                  taskSearch={searchWithTask(search, completion.taskId)}
                  residenceId={mayChange ? residenceId : undefined}
                  {...(mayChange && latest.has(completion.id)
                    ? { onUndo: () => undo.send({ params: { completionId: completion.id } }) }
                    : {})}
                />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  )
}

function NoEntries({ residenceId, isFiltered }: { residenceId: string; isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState icon={<History aria-hidden />} title={t('history.noneTitle')}>
        {t('history.noneText')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<History aria-hidden />}
      title={t('history.emptyTitle')}
      action={
        <LinkButton variant="primary" to={paths.board(residenceId)}>
          {t('history.toBoard')}
        </LinkButton>
      }
    >
      {t('history.emptyText')}
    </EmptyState>
  )
}

/** Reads on when it comes into sight; a button for whoever does not scroll. */
function MoreWhenSeen({ isFetching, onMore }: { isFetching: boolean; onMore: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const more = useRef(onMore)
  useEffect(() => {
    more.current = onMore
  }, [onMore])
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) more.current()
    })
    if (box.current !== null && !isFetching) observer.observe(box.current)
    return () => observer.disconnect()
  }, [isFetching])

  return (
    <div ref={box} className="timeline-more">
      <Button variant="quiet" onPress={onMore} isPending={isFetching}>
        {t(isFetching ? 'history.loadingMore' : 'action.more')}
      </Button>
    </div>
  )
}
