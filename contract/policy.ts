import type { Action } from './roles.ts'

/** What an operation does: within a residence by role (roles.ts), and what one may do to oneself or as nobody in particular. */
export type PolicyAction =
  | Action
  | 'account.enter'
  | 'account.recover'
  | 'account.register'
  | 'account.read'
  | 'account.edit'
  | 'account.secure'
  | 'residence.create'
  | 'residence.join'
  | 'residence.read'
  | 'schedule.preview'

/** What an operation loads before it does anything: nothing of anybody's, the caller's own, or something of a residence. */
export type Resource = 'none' | 'self' | 'registration' | 'residence' | 'member' | 'share_code' | 'task' | 'completion'

/** Operations that share a budget of requests. */
export const rateClasses = ['default', 'sign_in', 'register', 'mail', 'code', 'join', 'step_up', 'export'] as const
export type RateClass = (typeof rateClasses)[number]

/** What most operations for signed-in people declare. */
export const signedIn = { access: 'user', verified: true, stepUp: false, rate: 'default' } as const
/** What most operations for everybody declare. */
export const everybody = { access: 'anonymous', verified: false, stepUp: false } as const
