import { CalendarDays, Ellipsis, Info, Pencil, Undo } from 'lucide-react'
import { useNavigate, useSearchParams } from 'react-router'
import { listTaskCompletions, undoCompletion } from '#contract/completions.ts'
import type { Card } from '#contract/board.ts'
import type { Column } from '#contract/tasks.ts'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiProblem, call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, type MenuAction } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/toast.ts'
import { searchWithTask } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { columnLook } from '../task/column-look.ts'
import { meaningOf } from './moves.ts'

export type CardMenuProps = {
  card: Card
  targets: readonly Column[]
  mayWrite: boolean
  mayUndo: boolean
  onMove: (card: Card, to: Column) => void
  onAskDate: (card: Card) => void
}

/** Every move of a card by name, and the ways into it. */
export function OpenCardMenu({ card, targets, mayWrite, mayUndo, onMove, onAskDate }: CardMenuProps) {
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const undoLatest = useUndoLatest(card)
  const open = (act?: 'edit') => void navigate({ search: searchWithTask(search, card.id, act) })
  const isDone = card.column === 'completed_tasks'
  const items: MenuAction[] = [
    ...targets.map((to) => moveAction(card, to, onMove)),
    ...(mayWrite && !isDone
      ? [{ id: 'date', label: t('task.moveDate'), icon: <CalendarDays aria-hidden />, onAction: () => onAskDate(card) }]
      : []),
    ...(mayUndo && isDone && card.completionCount > 0
      ? [{ id: 'undo', label: t('board.undoDone'), icon: <Undo aria-hidden />, onAction: undoLatest }]
      : []),
    { id: 'open', label: t('board.open'), icon: <Info aria-hidden />, onAction: () => open() },
    ...(mayWrite
      ? [{ id: 'edit', label: t('action.edit'), icon: <Pencil aria-hidden />, onAction: () => open('edit') }]
      : [])
  ]
  return (
    <Menu
      defaultOpen
      label={t('board.cardMenu', { title: card.title })}
      trigger={
        <IconButton label={t('board.cardMenu', { title: card.title })}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
      items={items}
    />
  )
}

function moveAction(card: Card, to: Column, onMove: CardMenuProps['onMove']): MenuAction {
  const { key, Icon } = columnLook[to]
  const meaning = meaningOf(card, to)
  const label = meaning === 'date' ? t('board.moveTo', { column: t(key) }) : t(`board.${meaning}`)
  return { id: to, label, icon: <Icon aria-hidden />, onAction: () => onMove(card, to) }
}

/** Takes back the latest completion of a task that is done. */
function useUndoLatest(card: Card): () => void {
  const queryClient = useQueryClient()
  const undoing = useMutation({
    mutationFn: async () => {
      const { items } = await call(listTaskCompletions, { params: { taskId: card.id }, query: { limit: 1 } })
      const [latest] = items
      if (latest === undefined) throw new ApiProblem('completion_not_found')
      return call(undoCompletion, { params: { completionId: latest.id } })
    },
    onSuccess: ({ title }) => showToast({ text: t('today.undone', { title }) }),
    onError: (error) => {
      const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
      showToast({ text: problemText(problem), tone: 'problem' })
    },
    onSettled: async () => queryClient.invalidateQueries()
  })
  return () => undoing.mutate()
}
