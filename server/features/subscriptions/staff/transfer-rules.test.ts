import assert from 'node:assert/strict'
import { test } from 'node:test'
import { approvalHours, coolingDays, whyNotApproved, whyNotProposed } from './transfer-rules.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const proposal = {
  proposedBy: 'stella',
  from: 'anna',
  to: 'berta',
  expiresAt: now.add({ hours: approvalHours }),
  isDecided: false
}
const standing = { owner: 'anna', transferredAt: undefined }
const longAgo = now.subtract({ hours: coolingDays * 24 })
const oneMillisecond = { milliseconds: 1 }

test('a purchase may be proposed to go to another account, by nobody whom it concerns, and not twice within 30 days', () => {
  const asked = { to: 'berta', by: 'stella', now }
  assert.equal(whyNotProposed(standing, asked), undefined)
  assert.equal(whyNotProposed({ ...standing, owner: null }, asked), undefined)
  assert.equal(whyNotProposed({ ...standing, owner: 'berta' }, asked), 'purchase_theirs_already')
  for (const by of ['anna', 'berta']) assert.equal(whyNotProposed(standing, { ...asked, by }), 'transfer_of_ones_own')
  assert.equal(whyNotProposed({ ...standing, transferredAt: longAgo }, asked), undefined)
  const recent = { ...standing, transferredAt: longAgo.add(oneMillisecond) }
  assert.equal(whyNotProposed(recent, asked), 'transfer_cooling_down')
})

test('it is approved by another one, whom it does not concern, in time, and while all is as it was proposed', () => {
  const asked = { by: 'sandra', now }
  assert.equal(whyNotApproved(proposal, standing, asked), undefined)
  const last = proposal.expiresAt.subtract(oneMillisecond)
  assert.equal(whyNotApproved(proposal, standing, { ...asked, now: last }), undefined)
  assert.equal(whyNotApproved(proposal, standing, { ...asked, now: proposal.expiresAt }), 'transfer_over')
  assert.equal(whyNotApproved({ ...proposal, isDecided: true }, standing, asked), 'transfer_over')
  assert.equal(whyNotApproved(proposal, standing, { ...asked, by: 'stella' }), 'transfer_needs_another')
  assert.equal(whyNotApproved({ ...proposal, proposedBy: null }, standing, asked), 'transfer_needs_another')
  for (const by of ['anna', 'berta'])
    assert.equal(whyNotApproved(proposal, standing, { ...asked, by }), 'transfer_of_ones_own')
  for (const owner of [null, 'carla'])
    assert.equal(whyNotApproved(proposal, { ...standing, owner }, asked), 'transfer_outdated')
  const recent = { ...standing, transferredAt: longAgo.add(oneMillisecond) }
  assert.equal(whyNotApproved(proposal, recent, asked), 'transfer_cooling_down')
})
