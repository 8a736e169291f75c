import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Environment } from '../facts.ts'

/** Of the list of voided purchases. */
export const name = 'google_voided'
const due = 'due'

/** The list is to be read; returns whether nobody had said so before. `earliest`: from when, if it never was. */
export async function markDue(tx: Tx, earliest: Temporal.Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows: marked = 0n } = await tx
    .insertInto('store_checkpoints')
    .values({ name, read_to: earliest.toString(), cursor: due })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ cursor: due }).where('store_checkpoints.cursor', 'is distinct from', due)
    )
    .executeTakeFirst()
  return marked > 0n
}

/** Somebody reads it from now on: what is told afterwards makes it due again. */
export async function unmarkDue(tx: Tx): Promise<void> {
  await tx.updateTable('store_checkpoints').set({ cursor: null }).where('name', '=', name).execute()
}

/** In which environment each of these was bought, as far as it is known. */
export async function environmentsOf(tx: Tx, digests: readonly string[]): Promise<Map<string, Environment>> {
  const rows = await tx
    .selectFrom('store_purchases')
    .select((eb) => ['key', eb.ref('environment').$castTo<Environment>().as('environment')]) // checked by the table
    .where('store', '=', 'google')
    .where('key', 'in', digests)
    .where('state', '<>', 'NONE')
    .execute()
  return new Map(rows.map(({ key, environment }) => [key, environment]))
}
