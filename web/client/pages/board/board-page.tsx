import './board-page.css'
import { useQuery } from '@tanstack/react-query'
import { ListTodo, Plus } from 'lucide-react'
import { lazy, Suspense, type ReactNode } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { getBoard, type Board } from '#contract/board.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { useWaiting } from '../../offline/waiting.ts'
import { Page } from '../../page.tsx'
import { searchWithNewTask } from '../../paths.ts'
import { useHome, type Home } from '../task/use-home.ts'
import { BoardColumns } from './board-columns.tsx'
import { boardFilters, setFilters } from './board-filters.ts'
import { FilterBar } from './filter-bar.tsx'
import { columnViews, waitingMove } from './moves.ts'
import { useFurther } from './use-further.ts'
import { useMoves, type Moves } from './use-moves.ts'
import { useWide } from './use-wide.ts'
import { later } from '../../later.ts'

const BoardTabs = lazy(async () => ({ default: (await later(import('./board-tabs.tsx'), 'daily')).BoardTabs }))
const TaskResults = lazy(async () => ({ default: (await later(import('./task-results.tsx'))).TaskResults }))
const MoveDateDialog = lazy(async () => ({
  default: (await later(import('../task/move-date-dialog.tsx'))).MoveDateDialog
}))

/** How often the board is asked whether it changed, in milliseconds; mostly the answer is 304 and nothing is drawn. */
const pollMs = 30_000

/** Everything that is to be done in one home, in five columns. */
export function BoardPage() {
  const { residenceId = '' } = useParams()
  const [search] = useSearchParams()
  const home = useHome(residenceId)
  const query = useQuery({
    ...q(getBoard, { params: { residenceId } }),
    refetchInterval: pollMs,
    refetchOnWindowFocus: 'always'
  })
  const filters = boardFilters(search)
  const isList = Object.keys(setFilters(filters)).length > 0
  const mayWrite = home.may('task.write')
  const add = (
    <LinkButton variant="primary" to={{ search: searchWithNewTask(search, residenceId) }}>
      <Plus aria-hidden />
      {t('board.add')}
    </LinkButton>
  )

  return (
    <div className="board">
      <Page
        title={t('board.title')}
        width="wide"
        actions={mayWrite && add}
        content={
          <Loaded query={query} skeleton={[3, 5, 5, 5]}>
            {(board) => (
              <>
                {home.home !== undefined && home.home.archivedAt !== null && (
                  <p className="board-note">{t('board.archived')}</p>
                )}
                <FilterBar residenceId={residenceId} members={home.members} />
                {isList ? (
                  <Suspense>
                    <TaskResults residenceId={residenceId} today={board.today} filters={filters} home={home} />
                  </Suspense>
                ) : (
                  <BoardContent board={board} home={home} emptyAction={mayWrite ? add : undefined} />
                )}
              </>
            )}
          </Loaded>
        }
      />
    </div>
  )
}

type BoardContentProps = { board: Board; home: Home; emptyAction: ReactNode }

function BoardContent({ board, home, emptyAction }: BoardContentProps) {
  const isWide = useWide()
  const moves = useMoves()
  const { further, report } = useFurther()
  const waiting = useWaiting().flatMap((waits) => waitingMove(board, waits))
  const views = columnViews(board, further, [...moves.pending, ...waiting])
  const props = { views, board, home, moves, onFurther: report }
  if (board.columns.every(({ count }) => count === 0)) return <NoTasks action={emptyAction} />
  return (
    <>
      {isWide ? (
        <BoardColumns {...props} />
      ) : (
        <Suspense>
          <BoardTabs {...props} />
        </Suspense>
      )}
      <DateQuestion board={board} moves={moves} />
    </>
  )
}

function NoTasks({ action }: { action: ReactNode }) {
  return (
    <EmptyState icon={<ListTodo aria-hidden />} title={t('board.emptyTitle')} action={action}>
      {t(action === undefined ? 'board.emptyViewer' : 'board.emptyText')}
    </EmptyState>
  )
}

type DateQuestionProps = { board: Board; moves: Moves }

function DateQuestion({ board, moves }: DateQuestionProps) {
  if (moves.asking === undefined) return null
  const { card, to } = moves.asking
  return (
    <Suspense>
      <MoveDateDialog
        task={card}
        recurring={card.recurring}
        today={board.today}
        dueSoonDays={board.dueSoonDays}
        span={to === undefined ? 'any' : to === 'due_soon_tasks' ? 'soon' : 'later'}
        onChosen={(dueOn) => moves.answerDate(dueOn, board)}
        onClose={moves.stopAsking}
      />
    </Suspense>
  )
}
