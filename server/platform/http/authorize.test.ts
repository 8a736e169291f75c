import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../ids.ts'
import { authorize, stepUpMinutes } from './authorize.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const user = { kind: 'user', userId: newId(), sessionId: newId(), verified: true, authenticatedAt: now } as const
const plain = { verified: false, stepUp: false }

test('an operation for proved addresses refuses the others, and only them', () => {
  authorize({ ...plain, verified: true }, user, now)
  authorize(plain, { ...user, verified: false }, now)
  const unproved = () => authorize({ ...plain, verified: true }, { ...user, verified: false }, now)
  assert.throws(unproved, { code: 'email_not_verified' })
})

// ASVS 7.5.1
test('an operation that asks who it is takes an answer of the last ten minutes', () => {
  const stepUp = { ...plain, stepUp: true }
  authorize(stepUp, user, now.add({ minutes: stepUpMinutes }))
  assert.throws(() => authorize(stepUp, user, now.add({ minutes: stepUpMinutes, seconds: 1 })), {
    code: 'step_up_required'
  })
  authorize(plain, user, now.add({ hours: 1000 }))
})
