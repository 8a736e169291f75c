import type { User } from '#server/platform/context.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { factorsOf } from '../factors/factor-queries.ts'

/** Of the staff, and whether the account asks for a second factor; undefined for everybody else. */
export async function staffOf(db: Db | Tx, userId: string): Promise<User['staff']> {
  const marked = await db
    .selectFrom('account_marks')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('is_staff', '=', true)
    .executeTakeFirst()
  return marked && { hasSecondFactor: (await factorsOf(db, userId)).length > 0 }
}

/** False when it was so already. */
export async function setStaff(tx: Tx, userId: string, isStaff: boolean): Promise<boolean> {
  await tx
    .insertInto('account_marks')
    .values({ user_id: userId })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const changed = await tx
    .updateTable('account_marks')
    .set({ is_staff: isStaff })
    .where('user_id', '=', userId)
    .where('is_staff', '<>', isStaff)
    .executeTakeFirst()
  return changed.numUpdatedRows > 0n
}
