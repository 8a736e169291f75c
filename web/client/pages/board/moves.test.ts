import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Board, type Card } from '#contract/board.ts'
import { columns, type Column } from '#contract/tasks.ts'
import { columnByDate, columnViews, meaningOf, targetsOf, waitingMove, type Pending } from './moves.ts'

const days = { today: '2026-11-23', dueSoonDays: 30 }
const all = { write: true, complete: true }

function card(id: string, column: Column, dueOn: string | null = null): Card {
  return {
    id,
    residenceId: 'r',
    title: id,
    category: 'other',
    priority: 'medium',
    dueOn,
    timeOfDay: null,
    recurring: false,
    column,
    assigneeId: null,
    estimatedMinutes: null,
    estimatedCost: null,
    checklistDone: 0,
    checklistTotal: 0,
    completionCount: 0,
    lastCompletedOn: null
  }
}

function board(cards: Card[]): Board {
  const own = (name: Column) => cards.filter(({ column }) => column === name)
  return {
    residenceId: 'r',
    ...days,
    columns: columns.map((name) => ({ name, count: own(name).length, cards: own(name), nextCursor: null }))
  }
}

function shown(cards: Card[], pending: Pending[], further = new Map<Column, Card[]>()) {
  return Object.fromEntries(
    columnViews(board(cards), further, pending).map(({ name, count, cards: seen }) => [
      name,
      [count, ...seen.map(({ id }) => id)]
    ])
  )
}

test('draws a date in its column on each side of today and of the threshold', () => {
  const expected: [string | null, Column][] = [
    ['2026-11-22', 'overdue_tasks'],
    ['2026-11-23', 'due_soon_tasks'],
    ['2026-12-23', 'due_soon_tasks'],
    ['2026-12-24', 'upcoming_tasks'],
    [null, 'upcoming_tasks']
  ]
  for (const [dueOn, column] of expected) assert.equal(columnByDate(dueOn, days), column)
})

test('moves an open card into progress, to done, and to later dates, never into the past', () => {
  assert.deepEqual(targetsOf(card('a', 'overdue_tasks', '2026-11-01'), all, days), [
    'due_soon_tasks',
    'upcoming_tasks',
    'in_progress_tasks',
    'completed_tasks'
  ])
  assert.deepEqual(targetsOf(card('a', 'upcoming_tasks'), all, days), [
    'due_soon_tasks',
    'in_progress_tasks',
    'completed_tasks'
  ])
})

test('takes a card out of progress to where its date belongs', () => {
  assert.deepEqual(targetsOf(card('a', 'in_progress_tasks', '2026-11-01'), all, days), [
    'overdue_tasks',
    'completed_tasks'
  ])
  assert.equal(meaningOf(card('a', 'in_progress_tasks', '2026-11-01'), 'overdue_tasks'), 'stop')
})

test('offers a viewer nothing, and nobody a way out of done', () => {
  assert.deepEqual(targetsOf(card('a', 'overdue_tasks'), { write: false, complete: false }, days), [])
  assert.deepEqual(targetsOf(card('a', 'overdue_tasks'), { write: false, complete: true }, days), ['completed_tasks'])
  assert.deepEqual(targetsOf(card('a', 'completed_tasks'), all, days), [])
})

test('asks for a date where the column is one of dates', () => {
  assert.equal(meaningOf(card('a', 'overdue_tasks'), 'due_soon_tasks'), 'date')
  assert.equal(meaningOf(card('a', 'overdue_tasks'), 'in_progress_tasks'), 'start')
  assert.equal(meaningOf(card('a', 'in_progress_tasks'), 'completed_tasks'), 'complete')
})

test('draws a card on its way in its new place, by date, with the counts moved along', () => {
  const late = card('late', 'overdue_tasks', '2026-11-01')
  const cards = [late, card('one', 'due_soon_tasks', '2026-11-24'), card('two', 'due_soon_tasks', '2026-12-10')]
  const views = shown(cards, [{ card: late, to: 'due_soon_tasks', dueOn: '2026-12-01' }])
  assert.deepEqual(views['overdue_tasks'], [0])
  assert.deepEqual(views['due_soon_tasks'], [3, 'one', 'late', 'two'])
})

test('lets a repeating card leave without saying where to', () => {
  const late = card('late', 'overdue_tasks', '2026-11-01')
  const views = shown([late], [{ card: late, to: null }])
  assert.deepEqual(Object.values(views).flat(), [0, 0, 0, 0, 0])
})

test('counts a card once when the answer is on the board before the move is over', () => {
  const late = card('late', 'overdue_tasks', '2026-11-01')
  const arrived = card('late', 'in_progress_tasks', '2026-11-01')
  assert.deepEqual(shown([arrived], [{ card: late, to: 'in_progress_tasks' }])['in_progress_tasks'], [1, 'late'])
  assert.deepEqual(
    shown([card('late', 'upcoming_tasks', '2027-01-01')], [{ card: late, to: null }])['upcoming_tasks'],
    [1, 'late']
  )
})

test('moves a card of a further page, and shows none twice', () => {
  const further = new Map<Column, Card[]>([
    ['upcoming_tasks', [card('first', 'upcoming_tasks'), card('more', 'upcoming_tasks')]]
  ])
  const cards = [card('first', 'upcoming_tasks')]
  assert.deepEqual(shown(cards, [], further)['upcoming_tasks'], [1, 'first', 'more'])
  const moved = shown(cards, [{ card: card('more', 'upcoming_tasks'), to: 'in_progress_tasks' }], further)
  assert.deepEqual(moved['in_progress_tasks'], [1, 'more'])
})

test('keeps a card in its column when its new date belongs there too', () => {
  const cards = [card('one', 'due_soon_tasks', '2026-11-24'), card('two', 'due_soon_tasks', '2026-11-26')]
  const [one] = cards
  assert.ok(one)
  const views = shown(cards, [{ card: one, to: 'due_soon_tasks', dueOn: '2026-12-01' }])
  assert.deepEqual(views['due_soon_tasks'], [2, 'two', 'one'])
})

test('what waits to be sent is drawn as done, what was refused where it was, what is out of sight not at all', () => {
  const late = card('late', 'overdue_tasks', '2026-11-01')
  const task = { id: 'late', title: 'late', residenceId: 'r' }
  assert.deepEqual(waitingMove(board([late]), { task, problem: undefined }), [{ card: late, to: 'completed_tasks' }])
  assert.deepEqual(waitingMove(board([late]), { task, problem: 'task_already_done' }), [])
  assert.deepEqual(waitingMove(board([]), { task, problem: undefined }), [])
})
