import { createResidence, type NewResidence, type Residence } from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import type { Person, TestApp } from './harness.ts'

/** A residence that the person owns, through the API. */
export function makeResidence(owner: Person, details: Partial<NewResidence> = {}): Promise<Residence> {
  return owner.call(createResidence, { body: { name: 'Lindenstraße 7', timeZone: 'Europe/Berlin', ...details } })
}

/** Makes the person a member without a code. */
export async function addMember(app: TestApp, residence: Residence, person: Person, role: Role): Promise<void> {
  await app.db
    .insertInto('memberships')
    .values({ residence_id: residence.id, user_id: person.userId, role, joined_at: app.clock.now().toString() })
    .execute()
}

export type Household = Readonly<Record<Role | 'stranger', Person>> & { readonly residence: Residence }

/** A residence with one person of each role, and somebody who is no member. */
export async function makeHousehold(app: TestApp, details: Partial<NewResidence> = {}): Promise<Household> {
  const [owner, manager, member, viewer, stranger] = await Promise.all([
    app.person('Olga Owner'),
    app.person('Max Manager'),
    app.person('Mia Member'),
    app.person('Vic Viewer'),
    app.person('Sam Stranger')
  ])
  const residence = await makeResidence(owner, details)
  await addMember(app, residence, manager, 'manager')
  await addMember(app, residence, member, 'member')
  await addMember(app, residence, viewer, 'viewer')
  return { residence, owner, manager, member, viewer, stranger }
}
