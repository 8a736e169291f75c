import { Words } from './values.ts'

/** From the least to the most that a member may do. */
export const ranks = ['viewer', 'member', 'manager', 'owner'] as const
export const Role = Words(...ranks)
export type Role = (typeof ranks)[number]

/** The access policy of a residence: the lowest role that may do each thing. Reading needs only membership. */
export const lowestRole = {
  'task.complete': 'member',
  'task.write': 'member',
  'task.delete': 'manager',
  'asset.write': 'member',
  'asset.delete': 'manager',
  'file.add': 'member',
  'file.delete': 'manager',
  'document.edit': 'member',
  'document.delete': 'manager',
  'contractor.write': 'member',
  'contractor.delete': 'manager',
  'guest.invite': 'member',
  'residence.edit': 'manager',
  'members.manage': 'manager',
  'share.create': 'manager',
  'share.manage': 'manager',
  'events.read': 'owner',
  'residence.archive': 'owner',
  'residence.delete': 'owner',
  'ownership.transfer': 'owner'
} as const satisfies Record<string, Role>
export type Action = keyof typeof lowestRole

export function can(role: Role, action: Action): boolean {
  return ranks.indexOf(role) >= ranks.indexOf(lowestRole[action])
}

/** What an archived residence refuses: it stays as it is, but its people and its end can still be settled. */
const frozen: ReadonlySet<Action> = new Set([
  'task.complete',
  'task.write',
  'task.delete',
  'asset.write',
  'asset.delete',
  'file.add',
  'file.delete',
  'document.edit',
  'document.delete',
  'contractor.write',
  'contractor.delete',
  'guest.invite',
  'residence.edit',
  'share.create'
])
export function isFrozen(action: Action): boolean {
  return frozen.has(action)
}

/** An owner may give and take every role; a manager only roles below their own. */
export function mayGrant(granter: Role, role: Role): boolean {
  return granter === 'owner' || ranks.indexOf(role) < ranks.indexOf(granter)
}

/** To change a member's role one must be allowed to take the former and to give the new one: so nobody promotes themselves. */
export function mayChangeRole(changer: Role, from: Role, to: Role): boolean {
  return can(changer, 'members.manage') && mayGrant(changer, from) && mayGrant(changer, to)
}

/** Whether a member may remove another; leaving is everyone's right. */
export function mayRemove(remover: Role, role: Role): boolean {
  return can(remover, 'members.manage') && mayGrant(remover, role)
}

/** Whether a member may hand out a role with a share code; asked when it is made, and of its maker whenever it is used. */
export function mayShare(maker: Role, role: Role): boolean {
  return can(maker, 'share.create') && mayGrant(maker, role)
}
