import { lowestRole, ranks, type Action, type Role } from './roles.ts'

/** What one may do to oneself, or as nobody in particular; what a member may do within a residence is in roles.ts. */
const personalActions = [
  'feed.read',
  'account.enter',
  'account.recover',
  'account.register',
  'account.read',
  'account.edit',
  'account.secure',
  'residence.create',
  'residence.join',
  'residence.read',
  'schedule.preview',
  'upload.continue',
  'catalogue.read',
  'guest.work',
  'purchase.tell',
  'staff.read',
  'staff.change'
] as const

/** What an operation does. */
export type PolicyAction = Action | (typeof personalActions)[number]
export const policyActions: readonly string[] = [...personalActions, ...Object.keys(lowestRole)]

/** What an operation loads before it does anything: nothing of anybody's, the caller's own, … */
const ownResources = ['none', 'self', 'session', 'passkey', 'identity', 'registration', 'upload', 'guest_job'] as const
/** … something of anybody's, for staff, … */
const staffResources = ['purchase', 'alert', 'transfer'] as const
/** … or something of a residence, together with the caller's membership. */
const sharedResources = [
  'residence',
  'member',
  'share_code',
  'task',
  'completion',
  'area',
  'asset',
  'meter',
  'reading',
  'file',
  'document',
  'contractor',
  'guest_link'
] as const
export type Resource =
  | (typeof ownResources)[number]
  | (typeof staffResources)[number]
  | (typeof sharedResources)[number]
export const resources: readonly string[] = [...ownResources, ...staffResources, ...sharedResources]

export function isOfStaff(resource: Resource): boolean {
  return staffResources.some((one) => one === resource)
}

export function isShared(resource: Resource): boolean {
  return sharedResources.some((shared) => shared === resource)
}

/** The roles that may do it to something of a residence, from the least; reading needs only membership. */
export function rolesFor(action: PolicyAction): readonly Role[] {
  return isOfResidence(action) ? ranks.slice(ranks.indexOf(lowestRole[action])) : ranks
}

export function isOfResidence(action: PolicyAction): action is Action {
  return action in lowestRole
}

/** Operations that share a budget of requests. */
export const rateClasses = [
  'default',
  'sign_in',
  'register',
  'mail',
  'code',
  'join',
  'step_up',
  'rotate',
  'export',
  'upload',
  'print',
  'feed',
  'guest',
  'webhook',
  'billing',
  'purchase',
  'staff'
] as const
export type RateClass = (typeof rateClasses)[number]

/** What most operations for signed-in people declare. */
export const signedIn = { access: 'user', verified: true, stepUp: false, rate: 'default' } as const
/** What every operation for staff declares. */
export const staff = { access: 'staff', verified: true, stepUp: true, rate: 'staff' } as const
/** What most operations for everybody declare. */
export const everybody = { access: 'anonymous', verified: false, stepUp: false } as const
