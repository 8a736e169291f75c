import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Completion } from '#contract/completions.ts'
import { byDay, historyFilters, latestOfTasks, searchWithFilters, setFilters } from './history-filters.ts'

const filtersOf = (search: string) => historyFilters(new URLSearchParams(search))

test('reads the filters from the address and leaves out what cannot be', () => {
  assert.deepEqual(setFilters(filtersOf('completedBy=u1&kind=done&from=2026-01-01&to=2026-02-28')), {
    completedBy: 'u1',
    kind: 'done',
    from: '2026-01-01',
    to: '2026-02-28'
  })
  assert.deepEqual(setFilters(filtersOf('completedBy=&kind=eaten&from=yesterday&to=2026-13-40')), {})
})

test('writes filters into the address and keeps the rest of it', () => {
  const before = new URLSearchParams('kind=done&task=t1')
  assert.equal(String(searchWithFilters(before, { from: '2026-01-01' })), 'kind=done&task=t1&from=2026-01-01')
  assert.equal(String(searchWithFilters(before, { kind: undefined })), 'task=t1')
})

const entry = (id: string, taskId: string, completedOn: string) => ({ id, taskId, completedOn }) as Completion // all that is read here

test('groups entries by day in their order', () => {
  const entries = [entry('c', 't', '2026-05-02'), entry('b', 't', '2026-05-01'), entry('a', 'u', '2026-05-01')]
  assert.deepEqual(
    byDay(entries).map(([day, of]) => [day, of.map(({ id }) => id)]),
    [
      ['2026-05-02', ['c']],
      ['2026-05-01', ['b', 'a']]
    ]
  )
})

test('offers undo for the newest entry of each task', () => {
  const entries = [entry('c', 't', '2026-05-02'), entry('b', 'u', '2026-05-01'), entry('a', 't', '2026-05-01')]
  assert.deepEqual([...latestOfTasks(entries)], ['c', 'b'])
})
