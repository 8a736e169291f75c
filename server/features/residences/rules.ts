import { mayChangeRole, mayRemove, type Role } from '#contract/roles.ts'
import { AppError } from '#server/platform/errors.ts'

/** How many people a residence can have: its lists of members are shown whole. */
export const memberLimit = 100

/** A change of role, seen from whoever makes it; `owners` is how many there are before it. */
export type RoleChange = { changer: Role; from: Role; to: Role; owners: number }

/** Throws `not_allowed` or `last_owner`. */
export function refuseRoleChange({ changer, from, to, owners }: RoleChange): void {
  if (!mayChangeRole(changer, from, to)) throw new AppError('not_allowed')
  if (from === 'owner' && to !== 'owner') refuseLastOwner(owners)
}

/** The end of a membership; `self`: the member leaves. */
export type Removal = { remover: Role; role: Role; self: boolean; owners: number }

/** Throws `not_allowed` or `last_owner`. */
export function refuseRemoval({ remover, role, self, owners }: Removal): void {
  if (!self && !mayRemove(remover, role)) throw new AppError('not_allowed')
  if (role === 'owner') refuseLastOwner(owners)
}

export function ownersAmong(roles: Iterable<Role>): number {
  return Iterator.from(roles)
    .filter((role) => role === 'owner')
    .toArray().length
}

function refuseLastOwner(owners: number): void {
  if (owners === 1) throw new AppError('last_owner')
}
