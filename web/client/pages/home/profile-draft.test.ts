import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toggled, withChoice } from './profile-draft.ts'

test('a field is set, changed, and made unknown again', () => {
  assert.deepEqual(withChoice({ pool: true }, 'heating', 'boiler'), { pool: true, heating: 'boiler' })
  assert.deepEqual(withChoice({ heating: 'boiler' }, 'heating', 'wood'), { heating: 'wood' })
  assert.deepEqual(withChoice({ heating: 'boiler', pool: true }, 'heating', 'unknown'), { pool: true })
})

test('values of a list are ticked and unticked, always in the same order', () => {
  const one = toggled({}, 'flooring', 'tile')
  const two = toggled(one, 'flooring', 'hardwood')
  assert.deepEqual(two, { flooring: ['hardwood', 'tile'] })
  assert.deepEqual(toggled(two, 'flooring', 'tile'), { flooring: ['hardwood'] })
  assert.deepEqual(toggled(one, 'flooring', 'tile'), {})
})
