import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Card } from '#contract/board.ts'
import { glance, greetingAt, groupsOf } from './grouping.ts'

const card = (id: string, dueOn: string | null, residenceId = 'berlin'): Card => ({
  id,
  residenceId,
  title: id,
  category: 'other',
  priority: 'medium',
  dueOn,
  timeOfDay: null,
  recurring: false,
  column: 'due_soon_tasks',
  assigneeId: null,
  estimatedMinutes: null,
  estimatedCost: null,
  checklistDone: 0,
  checklistTotal: 0,
  completionCount: 0,
  lastCompletedOn: null
})
const todayOf = new Map([
  ['berlin', '2026-03-10'],
  ['auckland', '2026-03-11']
])

test('what is late comes first, then today, then the week, and empty groups are left out', () => {
  const groups = groupsOf([card('late', '2026-03-01'), card('soon', '2026-03-12')], todayOf)
  assert.deepEqual(
    groups.map(([name, cards]) => [name, cards.map(({ id }) => id)]),
    [
      ['overdue', ['late']],
      ['week', ['soon']]
    ]
  )
})

test('today is the date of the card’s own residence', () => {
  const groups = groupsOf([card('here', '2026-03-10'), card('there', '2026-03-10', 'auckland')], todayOf)
  assert.deepEqual(
    groups.map(([name, cards]) => [name, cards.map(({ id }) => id)]),
    [
      ['overdue', ['there']],
      ['today', ['here']]
    ]
  )
})

test('no more than a glance holds is shown', () => {
  const many = Array.from({ length: 20 }, (_, index) => card(String(index), '2026-03-10'))
  assert.equal(groupsOf(many, todayOf)[0]?.[1].length, glance)
})

test('the greeting follows the hour', () => {
  assert.deepEqual([3, 4, 10, 11, 17, 18, 23].map(greetingAt), [
    'today.evening',
    'today.morning',
    'today.morning',
    'today.day',
    'today.day',
    'today.evening',
    'today.evening'
  ])
})
