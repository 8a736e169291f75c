import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '../ids.ts'
import { authorize, stepUpMinutes } from './authorize.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const user = { kind: 'user', userId: newId(), sessionId: newId(), verified: true, authenticatedAt: now } as const
const plain = { access: 'user', verified: false, stepUp: false } as const

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

// ASVS 8.2.1
test('where staff works there is nothing for others, and nothing without a second factor and a fresh proof', () => {
  const route = { access: 'staff', verified: true, stepUp: true } as const
  const staff = { ...user, staff: { hasSecondFactor: true } }
  authorize(route, staff, now)
  const refusals: [Parameters<typeof authorize>[1], Temporal.Instant, string][] = [
    [user, now, 'route_not_found'],
    [{ ...user, verified: false }, now, 'route_not_found'],
    [{ ...staff, verified: false }, now, 'email_not_verified'],
    [{ ...staff, staff: { hasSecondFactor: false } }, now, 'second_factor_required'],
    [staff, now.add({ minutes: stepUpMinutes, seconds: 1 }), 'step_up_required']
  ]
  for (const [who, when, code] of refusals) assert.throws(() => authorize(route, who, when), { code })
})
