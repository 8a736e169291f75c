import assert from 'node:assert/strict'
import type pg from 'pg'

/** Every row of every table as text, the queue of jobs included. */
export async function dump(pool: pg.Pool): Promise<{ table: string; text: string }[]> {
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
    const { rows } = await pool.query<{ text: string }>(`select row.*::text as text from ${name} as row`)
    cells.push(...rows.map(({ text }) => ({ table: name, text })))
  }
  return cells
}
