import assert from 'node:assert/strict'
import { test } from 'node:test'
import { actsOn } from './member-acts.ts'

test('an owner gives every role, removes anybody and hands over', () => {
  assert.deepEqual(actsOn({ role: 'member', isSelf: false }, 'owner', 1), {
    roles: ['owner', 'manager', 'member', 'viewer'],
    mayRemove: true,
    mayLeave: false,
    mayHandOver: true
  })
})

test('the last owner neither leaves nor steps down, one of two owners does both', () => {
  const last = actsOn({ role: 'owner', isSelf: true }, 'owner', 1)
  assert.deepEqual([last.roles, last.mayLeave], [['owner'], false])
  const oneOfTwo = actsOn({ role: 'owner', isSelf: true }, 'owner', 2)
  assert.deepEqual([oneOfTwo.roles.length, oneOfTwo.mayLeave], [4, true])
})

test('a manager manages only people below, and gives only lower roles', () => {
  assert.deepEqual(actsOn({ role: 'member', isSelf: false }, 'manager', 1).roles, ['member', 'viewer'])
  const other = actsOn({ role: 'manager', isSelf: false }, 'manager', 1)
  assert.deepEqual([other.roles, other.mayRemove, other.mayHandOver], [['manager'], false, false])
})

test('a member and a viewer can only leave', () => {
  for (const role of ['member', 'viewer'] as const) {
    assert.deepEqual(actsOn({ role, isSelf: true }, role, 1), {
      roles: [role],
      mayRemove: false,
      mayLeave: true,
      mayHandOver: false
    })
    assert.equal(actsOn({ role: 'viewer', isSelf: false }, role, 1).mayRemove, false)
  }
})
