import type { Db } from '#server/platform/postgres/connect.ts'

export type DemoPerson = { readonly id: string; readonly email: string; readonly name: string }

export async function hasPeople(db: Db): Promise<boolean> {
  return (await db.selectFrom('users').select('id').limit(1).executeTakeFirst()) !== undefined
}

export async function insertPeople(
  db: Db,
  people: readonly DemoPerson[],
  profile: { passwordHash: string; timeZone: string; createdAt: string }
): Promise<void> {
  const rows = people.map(({ id, email, name }) => ({
    id,
    email,
    email_verified_at: profile.createdAt,
    display_name: name,
    password_hash: profile.passwordHash,
    time_zone: profile.timeZone,
    language: 'en' as const,
    created_at: profile.createdAt
  }))
  await db.insertInto('users').values(rows).execute()
}

/** Nobody is told of what never happened; the words of its papers are still to be read. */
export async function forgetNotices(db: Db): Promise<void> {
  await db.deleteFrom('outbox').where('name', '<>', 'files.read-text').execute()
}
