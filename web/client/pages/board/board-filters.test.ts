import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boardFilters, filterCount, searchWithFilters, setFilters } from './board-filters.ts'

const filtersOf = (search: string) => boardFilters(new URLSearchParams(search))

test('reads the filters from the address and leaves out what cannot be', () => {
  assert.deepEqual(setFilters(filtersOf('search=+oil+&assignee=none&category=garden&priority=high&state=archived')), {
    search: 'oil',
    assignee: 'none',
    category: 'garden',
    priority: 'high',
    state: 'archived'
  })
  assert.deepEqual(setFilters(filtersOf('search=++&category=gardens&priority=&state=gone&assignee=')), {})
})

test('cuts a search to what the server takes', () => {
  assert.equal(filtersOf(`search=${'a'.repeat(300)}`).search?.length, 200)
})

test('counts the filters, the search aside', () => {
  assert.equal(filterCount(filtersOf('search=oil')), 0)
  assert.equal(filterCount(filtersOf('search=oil&category=garden&state=all')), 2)
})

test('writes filters into the address and keeps the rest of it', () => {
  const next = searchWithFilters(new URLSearchParams('task=t1&category=garden'), { category: undefined, search: 'oil' })
  assert.equal(String(next), 'task=t1&search=oil')
})
