import type { Tenant } from './tenant.ts'

/** What people have slipped into requests of other systems to become who they are not. */
export function serverOwned({ people, ids }: Tenant): Readonly<Record<string, unknown>> {
  return {
    id: ids['taskId'],
    userId: people.owner.userId,
    ownerId: people.owner.userId,
    residenceId: ids['residenceId'],
    role: 'owner',
    roles: ['owner'],
    isAdmin: true,
    verified: true,
    emailVerifiedAt: '2026-01-01T00:00:00Z',
    passwordHash: 'x',
    createdAt: '2020-01-01T00:00:00Z',
    deletedAt: null,
    completionCount: 7,
    plan: 'pro'
  }
}
