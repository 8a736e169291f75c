import assert from 'node:assert/strict'
import { test } from 'node:test'
import { givenTo, withMembers, withRotation } from './assignment.ts'

const anyone = { rotation: 'fixed', memberIds: [], currentId: null } as const
const turn = { rotation: 'round_robin', memberIds: ['anna', 'ben'], currentId: 'ben' } as const
const copy = <T extends { memberIds: readonly string[] }>(one: T) => ({ ...one, memberIds: [...one.memberIds] })

test('gives the turn to whoever is alone', () => {
  assert.deepEqual(withMembers(copy(anyone), ['anna']), { rotation: 'fixed', memberIds: ['anna'], currentId: 'anna' })
})

test('takes the turn from whoever leaves, and ends a rotation of one', () => {
  assert.deepEqual(withMembers(copy(turn), ['anna']), { rotation: 'fixed', memberIds: ['anna'], currentId: 'anna' })
  assert.equal(withMembers(copy(turn), ['anna', 'carl']).currentId, null)
  assert.equal(withMembers(copy(turn), ['ben', 'carl']).currentId, 'ben')
})

test('starts a rotation with the first person', () => {
  const both = { rotation: 'fixed' as const, memberIds: ['anna', 'ben'], currentId: null }
  assert.equal(withRotation(both, 'least_done').currentId, 'anna')
  assert.equal(withRotation(both, 'fixed').currentId, null)
})

test('gives a task to one person or to anyone, and takes a new person into a rotation', () => {
  assert.deepEqual(givenTo(copy(anyone), 'anna').memberIds, ['anna'])
  assert.deepEqual(givenTo({ rotation: 'fixed', memberIds: ['anna'], currentId: 'anna' }, null), anyone)
  assert.deepEqual(givenTo(copy(turn), 'carl'), {
    rotation: 'round_robin',
    memberIds: ['anna', 'ben', 'carl'],
    currentId: 'carl'
  })
})
