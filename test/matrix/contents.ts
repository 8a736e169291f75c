import type { TestApp } from '../harness.ts'

/** What requests leave behind that change nothing: who came when, what was refused, how often. */
const traces = /audit|session|rate|limit|guess|throttle|failure|attempt|lock|schema_migrations|idempotency|live_workers/

let tables: string[] | undefined

/** A digest of every table of the product, by name. */
export async function contents({ database: { pool } }: TestApp): Promise<Record<string, string>> {
  tables ??= await productTables(pool)
  const columns = tables.map(
    (table) => `(select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) from ${table} t) as ${table}`
  )
  const { rows } = await pool.query<Record<string, string>>(`select ${columns.join(', ')}`)
  return rows[0] ?? {}
}

async function productTables(pool: TestApp['database']['pool']): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`
  )
  return rows.map(({ name }) => name).filter((name) => !traces.test(name))
}
