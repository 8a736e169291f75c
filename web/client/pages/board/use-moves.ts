import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Card } from '#contract/board.ts'
import { startTask, stopTask, updateTask, type Column } from '#contract/tasks.ts'
import { ApiProblem, call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { showToast } from '../../../ui/toast.ts'
import { useCompleteAtOnce } from '../../complete-at-once.ts'
import { problemText } from '../../problem-text.ts'
import { columnByDate, meaningOf, type BoardDays, type Pending } from './moves.ts'

type Move = { card: Card; to: Column; dueOn?: string }

/** Moves cards: shown at once, put back with an explanation when the server refuses. A column of dates asks for one first. */
export function useMoves() {
  const queryClient = useQueryClient()
  const [pending, setPending] = useState<readonly Pending[]>([])
  /** The card whose new date is asked for, and by which column. */
  const [asking, setAsking] = useState<{ card: Card; to: Column | undefined }>()
  const { complete, leaving } = useCompleteAtOnce()
  const [completing, setCompleting] = useState<ReadonlyMap<string, Card>>(new Map())

  const moving = useMutation({
    mutationFn: request,
    onMutate: (begun) => setPending((before) => [...before, begun]),
    onError: (error) => {
      const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
      showToast({ text: t('board.moveFailed', { reason: problemText(problem) }), tone: 'problem' })
    },
    onSettled: async (_, __, ended) => {
      await queryClient.invalidateQueries()
      setPending((before) => before.filter((other) => other !== ended))
    }
  })

  function move(card: Card, to: Column): void {
    const meaning = meaningOf(card, to)
    if (meaning === 'date') return setAsking({ card, to })
    if (meaning !== 'complete') return moving.mutate({ card, to })
    setCompleting((before) => new Map(before).set(card.id, card))
    return complete(card)
  }

  const leavingCards = [...leaving].flatMap((id) => completing.get(id) ?? [])
  return {
    move,
    /** Another date, from the menu. */
    askDate: (card: Card) => setAsking({ card, to: undefined }),
    asking,
    answerDate(dueOn: string, days: BoardDays): void {
      if (asking !== undefined) moving.mutate({ card: asking.card, to: placeOf(asking.card, dueOn, days), dueOn })
      setAsking(undefined)
    },
    stopAsking: () => setAsking(undefined),
    pending: [
      ...pending,
      ...leavingCards.map((card): Pending => ({ card, to: card.recurring ? null : 'completed_tasks' }))
    ]
  }
}

export type Moves = ReturnType<typeof useMoves>

/** A card in progress stays there, whatever its date. */
function placeOf(card: Card, dueOn: string, days: BoardDays): Column {
  return card.column === 'in_progress_tasks' ? card.column : columnByDate(dueOn, days)
}

async function request({ card, to, dueOn }: Move): Promise<unknown> {
  const params = { taskId: card.id }
  if (dueOn !== undefined) return call(updateTask, { params, body: { dueOn } })
  return to === 'in_progress_tasks' ? call(startTask, { params }) : call(stopTask, { params })
}
