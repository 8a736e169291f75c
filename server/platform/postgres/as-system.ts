import { sql } from 'kysely'
import type { Tx } from './connect.ts'
import { roles } from './roles.ts'

/**
 * Runs a part of a transaction with the system's rights, for the few acts of a person that reach what is not theirs. Who
 * acts stays set, and is written down. After an error the transaction is lost, and the role with it.
 */
export async function asSystem<T>(tx: Tx, run: () => Promise<T>): Promise<T> {
  const { rows } = await sql<{ role: string }>`
    with former as materialized (select current_setting('role') as role)
    select role, set_config('role', ${roles.system}, true) from former`.execute(tx)
  const result = await run()
  await sql`select set_config('role', ${rows[0]?.role}, true)`.execute(tx)
  return result
}
