import type { Db } from '#server/platform/postgres/connect.ts'
import type { Argon2Parameters } from './passwords.ts'

export function storedCost(db: Db): Promise<Argon2Parameters | undefined> {
  return db.selectFrom('password_cost').select(['memory_kib as memoryKib', 'passes', 'lanes']).executeTakeFirst()
}

/** The first one stays. */
export async function saveCost(db: Db, { memoryKib, passes, lanes }: Argon2Parameters): Promise<void> {
  await db
    .insertInto('password_cost')
    .values({ memory_kib: memoryKib, passes, lanes })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
