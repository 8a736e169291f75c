import { Kysely, PostgresDialect, type CompiledQuery } from 'kysely'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { DB } from '#server/platform/schema.ts'
import type { TestDatabase } from './database.ts'

/** A node of an EXPLAIN plan; `rows` of all its loops together, as they really were. */
export type PlanNode = {
  readonly kind: string
  readonly relation: string | undefined
  readonly index: string | undefined
  readonly rows: number
}

/**
 * Runs `read` and gives back every node of the plans of its queries, as the planner makes them after `vacuum analyze` for a
 * person, or for what runs as nobody in particular.
 */
export async function planNodes(
  database: TestDatabase,
  read: (db: Db) => Promise<unknown>,
  userId?: string
): Promise<PlanNode[]> {
  await database.pool.query('vacuum analyze')
  const queries: CompiledQuery[] = []
  const dialect = new PostgresDialect({ pool: database.pool })
  await read(new Kysely<DB>({ dialect, log: ({ query }) => void queries.push(query) }))

  const nodes: PlanNode[] = []
  for (const { sql, parameters } of queries) {
    const { rows } = await explained(database, { sql, parameters }, userId)
    for (const { Plan } of rows[0]?.['QUERY PLAN'] ?? []) collect(Plan, nodes)
  }
  return nodes
}

/** As that person's request, or a job, would have it, row-level security and all. */
async function explained(
  { product }: TestDatabase,
  { sql, parameters }: Pick<CompiledQuery, 'sql' | 'parameters'>,
  userId: string | undefined
) {
  const client = await (userId === undefined ? product.pool : product.userPool).connect()
  try {
    await client.query(userId === undefined ? 'begin' : `begin; set local app."user" = '${userId}'`)
    return await client.query<{ 'QUERY PLAN': { Plan: RawNode }[] }>(`explain (analyze, format json) ${sql}`, [
      ...parameters
    ])
  } finally {
    await client.query('rollback')
    client.release()
  }
}

type RawNode = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  Plans?: RawNode[]
}

function collect(node: RawNode, nodes: PlanNode[]): void {
  nodes.push({
    kind: node['Node Type'],
    relation: node['Relation Name'],
    index: node['Index Name'],
    rows: node['Actual Rows'] * node['Actual Loops']
  })
  for (const child of node.Plans ?? []) collect(child, nodes)
}
