import { can, mayChangeRole, mayRemove, type Role } from '#contract/roles.ts'

/** What one person may do about another in a home: decides which buttons are there. The server decides again. */
export type MemberActs = {
  /** Roles to choose from, the present one among them; only one means that there is nothing to choose. */
  roles: readonly Role[]
  mayRemove: boolean
  mayLeave: boolean
  mayHandOver: boolean
}

const roles: readonly Role[] = ['owner', 'manager', 'member', 'viewer']

export function actsOn(subject: { role: Role; isSelf: boolean }, mine: Role, owners: number): MemberActs {
  const isLastOwner = subject.role === 'owner' && owners === 1
  const open = (role: Role) => role === subject.role || (!isLastOwner && mayChangeRole(mine, subject.role, role))
  return {
    roles: roles.filter(open),
    mayRemove: mayRemove(mine, subject.role) && !subject.isSelf,
    mayLeave: subject.isSelf && !isLastOwner,
    mayHandOver: can(mine, 'ownership.transfer') && !subject.isSelf && subject.role !== 'owner'
  }
}
