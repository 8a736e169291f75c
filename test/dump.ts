import assert from 'node:assert/strict'
import type pg from 'pg'

/** Every row of every table as text and as JSON, the queue of jobs included. */
export async function dump(pool: pg.Pool): Promise<{ table: string; text: string; row: unknown }[]> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname not in ('pg_catalog', 'information_schema')`
  )
  assert.ok(
    tables.some(({ name }) => name.startsWith('graphile_worker.')),
    'the queue is among them'
  )
  const cells = []
  for (const { name } of tables) {
    const { rows } = await pool.query<{ text: string; row: unknown }>(
      `select cells.*::text as text, to_jsonb(cells.*) as row from ${name} as cells`
    )
    cells.push(...rows.map((cell) => ({ table: name, ...cell })))
  }
  return cells
}
