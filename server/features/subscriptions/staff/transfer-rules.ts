import type { ErrorCode } from '#contract/errors.ts'

/** For how long a proposal can be approved, and for how long the purchase then stays where it is. */
export const approvalHours = 72
export const coolingDays = 30

/** A purchase, whose it is, and how it came to be so. */
export type Standing = {
  readonly owner: string | null
  /** When staff gave it an owner last. */
  readonly transferredAt: Temporal.Instant | undefined
}
export type Proposal = {
  readonly proposedBy: string | null
  readonly from: string | null
  readonly to: string
  readonly expiresAt: Temporal.Instant
  readonly isDecided: boolean
}

/** Why nobody may propose that the purchase goes to this account; undefined: somebody may. */
export function whyNotProposed(
  { owner, transferredAt }: Standing,
  { to, by, now }: { to: string; by: string; now: Temporal.Instant }
): ErrorCode | undefined {
  if (owner === to) return 'purchase_theirs_already'
  if (by === owner || by === to) return 'transfer_of_ones_own'
  return isCoolingDown(transferredAt, now) ? 'transfer_cooling_down' : undefined
}

/** Why this person may not approve it now; undefined: they may. Two people decide, and neither about themselves. */
export function whyNotApproved(
  { proposedBy, from, to, expiresAt, isDecided }: Proposal,
  { owner, transferredAt }: Standing,
  { by, now }: { by: string; now: Temporal.Instant }
): ErrorCode | undefined {
  if (isDecided || Temporal.Instant.compare(now, expiresAt) >= 0) return 'transfer_over'
  if (by === proposedBy || proposedBy === null) return 'transfer_needs_another'
  if (by === from || by === to) return 'transfer_of_ones_own'
  if (owner !== from) return 'transfer_outdated'
  return isCoolingDown(transferredAt, now) ? 'transfer_cooling_down' : undefined
}

function isCoolingDown(transferredAt: Temporal.Instant | undefined, now: Temporal.Instant): boolean {
  if (!transferredAt) return false
  return Temporal.Instant.compare(now, transferredAt.add({ hours: coolingDays * 24 })) < 0
}
