import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Task } from '#contract/tasks.ts'
import { changeOf, newTaskDraft, newTaskOf, taskDraft } from './task-draft.ts'

const home = { country: 'DE' }
const task: Task = {
  id: 't',
  residenceId: 'r',
  title: 'Clean the gutters',
  notes: null,
  contractorId: null,
  category: 'exterior',
  priority: 'medium',
  estimatedMinutes: 60,
  estimatedCost: { minor: 2500, currency: 'CHF' },
  schedule: { kind: 'every', every: 6, unit: 'month', basis: 'due' },
  anchorOn: '2026-05-05',
  dueOn: '2026-11-05',
  dueBy: null,
  column: 'upcoming_tasks',
  assignment: { rotation: 'fixed', memberIds: ['anna'], currentId: 'anna' },
  checklist: [
    { id: 'one', title: 'Ladder', done: true },
    { id: 'two', title: 'Bucket', done: false }
  ],
  inProgressSince: null,
  cancelledAt: null,
  archivedAt: null,
  completionCount: 1,
  lastCompletedOn: '2026-05-05',
  templateId: null,
  assetId: 'stove',
  areaId: null,
  meter: { meterId: 'clock', every: 50, countedFrom: 7 },
  createdAt: '2026-01-01T00:00:00Z',
  updatedAt: '2026-01-01T00:00:00Z'
}

test('creates a task from its title alone', () => {
  const draft = { ...newTaskDraft(home, 'de-DE', null), title: '  Clean the gutters ' }
  assert.deepEqual(newTaskOf(draft), {
    title: 'Clean the gutters',
    schedule: { kind: 'once' },
    category: 'other',
    priority: 'medium'
  })
})

test('sends what was filled in, empty checklist lines left out', () => {
  const draft = {
    ...newTaskDraft(home, 'de-DE', '2026-12-04'),
    title: 'a',
    notes: ' b ',
    minutes: 0,
    cost: 1999,
    checklist: [
      { key: '1', title: ' Ladder ' },
      { key: '2', title: '  ' }
    ]
  }
  const sent = newTaskOf(draft)
  assert.equal(sent.startOn, '2026-12-04')
  assert.equal(sent.notes, 'b')
  assert.equal(sent.estimatedMinutes, 0)
  assert.deepEqual(sent.estimatedCost, { minor: 1999, currency: 'EUR' })
  assert.deepEqual(sent.checklist, [{ title: 'Ladder' }])
})

test('sends nothing when nothing changed', () => {
  const draft = taskDraft(task, home, 'de-DE')
  assert.equal(changeOf(draft, { ...draft }), undefined)
})

test('moves one date without touching the rhythm', () => {
  const draft = taskDraft(task, home, 'de-DE')
  assert.deepEqual(changeOf(draft, { ...draft, on: '2026-11-20' }), { dueOn: '2026-11-20' })
})

test('starts a new rhythm on the date that stands in the form', () => {
  const draft = taskDraft(task, home, 'de-DE')
  const change = changeOf(draft, { ...draft, schedule: { ...draft.schedule, every: 3 } })
  assert.deepEqual(change, {
    schedule: { kind: 'every', every: 3, unit: 'month', basis: 'due' },
    startOn: '2026-11-05'
  })
})

test('sends a new time of day without starting anew', () => {
  const draft = taskDraft(task, home, 'de-DE')
  const change = changeOf(draft, { ...draft, schedule: { ...draft.schedule, timeOfDay: '09:00' } })
  assert.deepEqual(change, { schedule: { kind: 'every', every: 6, unit: 'month', basis: 'due', timeOfDay: '09:00' } })
})

test('keeps the ids of checklist items, so that their ticks stay', () => {
  const draft = taskDraft(task, home, 'de-DE')
  const change = changeOf(draft, {
    ...draft,
    checklist: [...draft.checklist.slice(1), { key: 'new', title: 'Gloves' }]
  })
  assert.deepEqual(change, { checklist: [{ id: 'two', title: 'Bucket' }, { title: 'Gloves' }] })
})

test('names another appliance and room, or none', () => {
  const draft = taskDraft(task, home, 'de-DE')
  assert.deepEqual(changeOf(draft, { ...draft, assetId: null, areaId: 'attic' }), { assetId: null, areaId: 'attic' })
  const sent = newTaskOf({ ...newTaskDraft(home, 'de-DE', null), title: 'a', assetId: 'stove' })
  assert.deepEqual([sent.assetId, 'areaId' in sent], ['stove', false])
})

test('is due by another amount of its meter, or by none', () => {
  const draft = taskDraft(task, home, 'de-DE')
  const change = changeOf(draft, { ...draft, meter: { meterId: 'clock', every: 80 } })
  assert.deepEqual(change, { meter: { meterId: 'clock', every: 80 } })
  assert.deepEqual(changeOf(draft, { ...draft, meter: null }), { meter: null })
})

test('empties what was emptied', () => {
  const draft = taskDraft({ ...task, notes: 'x' }, home, 'de-DE')
  assert.deepEqual(changeOf(draft, { ...draft, notes: ' ', minutes: undefined, cost: undefined }), {
    notes: null,
    estimatedMinutes: null,
    estimatedCost: null
  })
})

test('keeps the currency an estimate was made in', () => {
  const draft = taskDraft(task, home, 'de-DE')
  assert.deepEqual(changeOf(draft, { ...draft, cost: 3000 }), { estimatedCost: { minor: 3000, currency: 'CHF' } })
})
