import { type Board, type Card } from '#contract/board.ts'
import { columns, type Column } from '#contract/tasks.ts'
import type { Waiting } from '../../offline/waiting.ts'

/** A card on its way: drawn in its new place until the server has answered. `to` null: off to a later date, wherever that is. */
export type Pending = { card: Card; to: Column | null; dueOn?: string }

export type ColumnView = { name: Column; count: number; cards: readonly Card[] }

/** What of the board tells where a card with a date is drawn. */
export type BoardDays = Pick<Board, 'today' | 'dueSoonDays'>

/** Where a card that is not in progress is drawn until the server says so itself. */
export function columnByDate(dueOn: string | null, { today, dueSoonDays }: BoardDays): Column {
  if (dueOn === null) return 'upcoming_tasks'
  if (dueOn < today) return 'overdue_tasks'
  const lastSoon = Temporal.PlainDate.from(today).add({ days: dueSoonDays }).toString()
  return dueOn <= lastSoon ? 'due_soon_tasks' : 'upcoming_tasks'
}

export type Rights = { write: boolean; complete: boolean }

/**
 * The columns a card can be moved to. Out of progress it goes back to where its date belongs; a date column asks for a date, so
 * nothing is moved into the past; what is done stays done, but for undo.
 */
export function targetsOf(card: Card, rights: Rights, days: BoardDays): Column[] {
  if (card.column === 'completed_tasks') return []
  const writable: Column[] =
    card.column === 'in_progress_tasks'
      ? [columnByDate(card.dueOn, days)]
      : ['due_soon_tasks', 'upcoming_tasks', 'in_progress_tasks']
  const reachable = new Set<Column>([
    ...(rights.write ? writable : []),
    ...(rights.complete ? (['completed_tasks'] as const) : [])
  ])
  return columns.filter((name) => name !== card.column && reachable.has(name))
}

/** What a move means: the request it becomes, or the question it needs first. */
export function meaningOf(card: Card, to: Column): 'start' | 'stop' | 'complete' | 'date' {
  if (to === 'completed_tasks') return 'complete'
  if (to === 'in_progress_tasks') return 'start'
  return card.column === 'in_progress_tasks' ? 'stop' : 'date'
}

/** What is done and waits to be sent is drawn as done, where its card is in sight; what was refused is where it was. */
export function waitingMove(board: Board, { task, problem }: Pick<Waiting, 'task' | 'problem'>): Pending[] {
  const cards = board.columns.flatMap((column) => column.cards)
  const card = problem === undefined ? cards.find(({ id }) => id === task.id) : undefined
  return card === undefined ? [] : [{ card, to: 'completed_tasks' }]
}

/** The columns as they are drawn: what the server said, further pages after the first, moves on their way already made. */
export function columnViews(
  board: Board,
  further: ReadonlyMap<Column, readonly Card[]>,
  pending: readonly Pending[]
): ColumnView[] {
  const views = board.columns.map(({ name, count, cards }) => ({
    name,
    count,
    cards: withFurther(cards, further.get(name))
  }))
  return pending.reduce(withMove, views)
}

function withFurther(cards: readonly Card[], further: readonly Card[] = []): readonly Card[] {
  const known = new Set(cards.map(({ id }) => id))
  return [...cards, ...further.filter(({ id }) => !known.has(id))]
}

function withMove(views: ColumnView[], { card, to, dueOn }: Pending): ColumnView[] {
  const from = views.find(({ cards }) => cards.some(({ id }) => id === card.id))
  // the answer is on the board already, or the card is somewhere below what is loaded
  if (from === undefined || (from.name === to && dueOn === undefined) || (to === null && from.name !== card.column))
    return views
  const taken = views.map((view) =>
    view === from ? { ...view, count: view.count - 1, cards: view.cards.filter(({ id }) => id !== card.id) } : view
  )
  return taken.map((view) => {
    if (view.name !== to) return view
    const moved = { ...card, column: to, dueOn: dueOn ?? card.dueOn }
    return { ...view, count: view.count + 1, cards: inOrder(view.cards, moved) }
  })
}

/** By date where the column is about dates, in front where it is not. */
function inOrder(cards: readonly Card[], card: Card): readonly Card[] {
  const { dueOn } = card
  if (card.column === 'in_progress_tasks' || card.column === 'completed_tasks') return [card, ...cards]
  const later = cards.findIndex((other) => dueOn !== null && (other.dueOn === null || other.dueOn > dueOn))
  return later === -1 ? [...cards, card] : cards.toSpliced(later, 0, card)
}
