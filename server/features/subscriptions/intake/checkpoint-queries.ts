import type { Db, Tx } from '#server/platform/postgres/connect.ts'

/** How far what a store lists has been read; `name`: of the list. */
export async function checkpointOf(db: Db, name: string): Promise<Temporal.Instant | undefined> {
  const row = await db
    .selectFrom('store_checkpoints')
    .select('read_to as readTo')
    .where('name', '=', name)
    .executeTakeFirst()
  return row && Temporal.Instant.from(row.readTo)
}

export async function saveCheckpoint(tx: Tx, name: string, readTo: Temporal.Instant): Promise<void> {
  const read_to = readTo.toString()
  await tx
    .insertInto('store_checkpoints')
    .values({ name, read_to })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ read_to }))
    .execute()
}
