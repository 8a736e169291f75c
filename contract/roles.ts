import { Words } from './values.ts'

/** From the least to the most that a member may do. */
const ranks = ['viewer', 'member', 'manager', 'owner'] as const
export const Role = Words(...ranks)
export type Role = (typeof ranks)[number]

/** The access policy of a residence: the lowest role that may do each thing. Reading needs only membership. */
export const lowestRole = {
  'task.complete': 'member',
  'task.write': 'member',
  'task.delete': 'manager',
  'residence.edit': 'manager',
  'members.manage': 'manager',
  'share.manage': 'manager',
  'residence.archive': 'owner',
  'residence.delete': 'owner',
  'ownership.transfer': 'owner'
} as const satisfies Record<string, Role>
export type Action = keyof typeof lowestRole

export function can(role: Role, action: Action): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(lowestRole[action])
}

/** An owner may give and take every role; a manager only roles below their own. */
export function mayGrant(granter: Role, role: Role): boolean {
  return granter === 'owner' || ranks.indexOf(role) < ranks.indexOf(granter)
}
