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

/** Runs `read` and gives back every node of the plans of its queries, as the planner makes them after `vacuum analyze`. */
export async function planNodes(database: TestDatabase, read: (db: Db) => Promise<unknown>): Promise<PlanNode[]> {
  await database.pool.query('vacuum analyze')
  const queries: CompiledQuery[] = []
  const dialect = new PostgresDialect({ pool: database.pool })
  await read(new Kysely<DB>({ dialect, log: ({ query }) => void queries.push(query) }))

  const nodes: PlanNode[] = []
  for (const { sql, parameters } of queries) {
    const { rows } = await database.pool.query<{ 'QUERY PLAN': { Plan: RawNode }[] }>(
      `explain (analyze, format json) ${sql}`,
      [...parameters]
    )
    for (const { Plan } of rows[0]?.['QUERY PLAN'] ?? []) collect(Plan, nodes)
  }
  return nodes
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
