import type { TestApp } from '#test/harness.ts'

/** How many connections the database takes of the product from now on, which loses those it has; -1: as many as there are. */
export async function letIn({ database }: TestApp, connections: number): Promise<void> {
  await database.pool.query(`alter database ${database.source.database} connection limit ${connections}`)
  await database.pool.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and usename = $1',
    [database.source.user]
  )
}
