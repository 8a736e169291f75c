import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PlanLimits } from '#contract/plans.ts'
import { limitReached, planAt, planOfHome, shownState, trialAt, type Entitlement } from './plan-rules.ts'

const at = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms)
const none: Entitlement = { isFree: false, paidUntil: undefined, trialUntil: undefined }
const limits: PlanLimits = { free: { tasks: 5 }, pro: {} }

test('what was paid for or is tried gives the plan up to its last millisecond and not at its end', () => {
  for (const [name, source] of [
    ['paidUntil', 'store'],
    ['trialUntil', 'trial']
  ] as const) {
    const entitlement = { ...none, [name]: at(1000) }
    assert.deepEqual(planAt(entitlement, at(999)), { plan: 'pro', source, until: at(1000) })
    for (const ms of [1000, 1001]) assert.equal(planAt(entitlement, at(ms)).plan, 'free', String(ms))
    assert.equal(trialAt(entitlement.trialUntil, at(1000)), name === 'trialUntil' ? 'used' : 'available')
  }
  assert.equal(trialAt(at(1000), at(999)), 'running')
  assert.equal(planAt(none, at(0)).plan, 'free')
})

test('a store goes before a trial, and the later of both says until when; free of charge has no end', () => {
  const both = { ...none, paidUntil: at(1000), trialUntil: at(2000) }
  assert.deepEqual(planAt(both, at(0)), { plan: 'pro', source: 'store', until: at(2000) })
  assert.deepEqual(planAt(both, at(1500)), { plan: 'pro', source: 'trial', until: at(2000) })
  assert.deepEqual(planAt({ ...both, isFree: true }, at(9000)), {
    plan: 'pro',
    source: 'free_of_charge',
    until: undefined
  })
})

test('a home goes by the best of its owners’ plans', () => {
  const payer = { ...none, paidUntil: at(1000) }
  assert.equal(planOfHome([none, payer], at(0)), 'pro')
  assert.equal(planOfHome([none, payer], at(1000)), 'free')
  assert.equal(planOfHome([], at(0)), 'free')
})

test('what is refused says how many fit: those fit, and one more does not', () => {
  const count = fc.integer({ min: 0, max: 200 })
  fc.assert(
    fc.property(count, count, count, (limit, used, adds) => {
      const free = { free: { tasks: limit }, pro: {} }
      const found = limitReached(free, { of: 'tasks', plan: 'free', isOwn: true, used, adds })
      if (!found) return assert.ok(used + adds <= limit)
      assert.ok(used + adds > limit)
      assert.equal(found.fits, Math.max(0, limit - used))
      if (used > limit) return undefined
      assert.equal(limitReached(free, { of: 'tasks', plan: 'free', isOwn: true, used, adds: found.fits }), undefined)
      assert.ok(limitReached(free, { of: 'tasks', plan: 'free', isOwn: true, used, adds: found.fits + 1 }))
    })
  )
})

test('what a plan does not name is not limited', () => {
  assert.equal(limitReached(limits, { of: 'documents', plan: 'free', isOwn: true, used: 1e6, adds: 1e6 }), undefined)
  assert.equal(limitReached(limits, { of: 'tasks', plan: 'pro', isOwn: true, used: 1e6, adds: 1e6 }), undefined)
})

test('a purchase that entitles no more is not called active where nothing was heard of it', () => {
  assert.equal(shownState('ACTIVE', true), 'active')
  assert.equal(shownState('ACTIVE', false), 'expired')
  assert.equal(shownState('CANCELED', false), 'expired')
  assert.equal(shownState('GRACE', false), 'hold')
  assert.equal(shownState('REVOKED', false), 'revoked')
  assert.equal(shownState('SOMETHING', false), 'unknown')
})
