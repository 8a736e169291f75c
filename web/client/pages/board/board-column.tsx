import { useEffect, useState } from 'react'
import { getBoardColumn, type Board, type Card } from '#contract/board.ts'
import { type Column } from '#contract/tasks.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { usePages } from '../../use-pages.ts'
import type { Home } from '../task/use-home.ts'
import type { ColumnView } from './moves.ts'
import { targetsOf } from './moves.ts'
import { TaskCard } from './task-card.tsx'
import type { CardDrag } from './use-card-drag.ts'
import type { Moves } from './use-moves.ts'

export type ColumnProps = {
  view: ColumnView
  board: Board
  home: Home
  moves: Moves
  drag?: CardDrag
  onFurther: (name: Column, cards: readonly Card[]) => void
}

/** The cards of one column, and more of them when asked. */
export function ColumnCards({ view, board, home, moves, drag, onFurther }: ColumnProps) {
  const rights = { write: home.may('task.write'), complete: home.may('task.complete') }
  return (
    <>
      {view.cards.length === 0 && <p className="board-column-empty muted small">{t('board.columnEmpty')}</p>}
      <ul className="board-cards">
        {view.cards.map((card) => (
          <li key={card.id}>
            <TaskCard
              card={card}
              today={board.today}
              assignee={home.nameOf(card.assigneeId)}
              drag={drag}
              targets={targetsOf(card, rights, board)}
              mayWrite={rights.write}
              mayUndo={rights.complete}
              onMove={moves.move}
              onAskDate={moves.askDate}
            />
          </li>
        ))}
      </ul>
      <FurtherCards view={view} board={board} onFurther={onFurther} />
    </>
  )
}

/** "Show more": pages after the first, kept fresh with the board. */
function FurtherCards({
  view: { name, count, cards },
  board,
  onFurther
}: Pick<ColumnProps, 'view' | 'board' | 'onFurther'>) {
  const start = board.columns.find((column) => column.name === name)?.nextCursor ?? undefined
  const [wanted, setWanted] = useState(false)
  const params = { residenceId: board.residenceId, column: name }
  const query = usePages<Card>({
    key: [getBoardColumn.path, params],
    read: (cursor, signal) => call(getBoardColumn, { params, query: cursor === undefined ? {} : { cursor } }, signal),
    start,
    enabled: wanted && start !== undefined
  })
  const loaded = start === undefined ? undefined : query.data
  useEffect(() => {
    if (wanted) onFurther(name, loaded ?? [])
  }, [wanted, name, loaded, onFurther])

  const rest = count - cards.length
  if (start === undefined || rest <= 0) return null
  return (
    <Button
      variant="quiet"
      className="board-more"
      isPending={query.isFetching}
      onPress={() => (wanted ? readOn(query) : setWanted(true))}
    >
      {t('board.more', { count: rest })}
    </Button>
  )
}

/** The next page, or the first again when it could not be read or the list has grown meanwhile. */
function readOn(query: { hasNextPage: boolean; fetchNextPage: () => unknown; refetch: () => unknown }): void {
  if (query.hasNextPage) query.fetchNextPage()
  else query.refetch()
}
