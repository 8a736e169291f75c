import type { Card } from '#contract/board.ts'
import { t } from '../../../messages/i18n.ts'
import { columnLook } from '../task/column-look.ts'
import { ColumnCards, type ColumnProps } from './board-column.tsx'
import { targetsOf, type ColumnView } from './moves.ts'
import { useCardDrag } from './use-card-drag.ts'

export type ColumnsProps = Omit<ColumnProps, 'view' | 'drag'> & { views: readonly ColumnView[] }

/** Five columns side by side; each scrolls by itself below its heading. */
export function BoardColumns({ views, ...rest }: ColumnsProps) {
  const { board, home, moves } = rest
  const rights = { write: home.may('task.write'), complete: home.may('task.complete') }
  const drag = useCardDrag({
    targetsOf: (card: Card) => targetsOf(card, rights, board),
    onDrop: moves.move
  })
  return (
    <section className="board-columns" aria-label={t('board.columns')}>
      <p id="drag-help" hidden>
        {t('board.dragHelp')}
      </p>
      <p className="visually-hidden" aria-live="assertive">
        {drag.said}
      </p>
      {views.map((view) => {
        const { key, tone, Icon } = columnLook[view.name]
        const heading = `column-${view.name}`
        return (
          <section key={view.name} className="board-column" aria-labelledby={heading} {...drag.target(view.name)}>
            <h2 id={heading} className={`board-heading badge-${tone}`}>
              <Icon aria-hidden />
              <span className="board-heading-word">{t(key)}</span>
              <span className="board-count figures" title={t('board.count', { count: view.count })}>
                {view.count}
              </span>
            </h2>
            <div className="board-scroll">
              <ColumnCards view={view} drag={drag} {...rest} />
            </div>
          </section>
        )
      })}
    </section>
  )
}
