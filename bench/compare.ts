import pg from 'pg'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { cpuMilliseconds } from './cpu.ts'

/** Something that does `amount` requests, and the process that does the work. */
export type Side = { readonly pid: number; readonly run: (amount: number) => Promise<void> }
/** CPU milliseconds of a request. */
export type Cost = { readonly node: number; readonly database: number }
export type Comparison = { readonly first: Cost; readonly second: Cost; readonly ratio: number }

/**
 * What a request costs on two sides, Node and its PostgreSQL backends together: rounds A B A B, the median of each, so that
 * whatever else the machine does meets both.
 */
export async function compare(
  admin: Connection,
  [first, second]: readonly [Side, Side],
  { rounds, amount }: { rounds: number; amount: number }
): Promise<Comparison> {
  const client = new pg.Client(admin)
  await client.connect()
  try {
    for (const side of [first, second]) await side.run(amount)
    const costs: [Cost[], Cost[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      costs[0].push(await cost(client, first, amount))
      costs[1].push(await cost(client, second, amount))
    }
    const [one, other] = [medianCost(costs[0]), medianCost(costs[1])]
    return { first: one, second: other, ratio: total(one) / total(other) }
  } finally {
    await client.end()
  }
}

export function total({ node, database }: Cost): number {
  return node + database
}

/** The round that stands in the middle. */
function medianCost(costs: readonly Cost[]): Cost {
  const middle = costs.toSorted((left, right) => total(left) - total(right))[Math.floor(costs.length / 2)]
  if (!middle) throw new RangeError('no rounds')
  return middle
}

async function cost(client: pg.Client, { pid, run }: Side, amount: number): Promise<Cost> {
  // All backends but our own: those of a side that waits use no time.
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
  )
  const processes = { node: [pid], database: rows.map((row) => row.pid) }
  const before = { node: cpuMilliseconds(processes.node), database: cpuMilliseconds(processes.database) }
  await run(amount)
  return {
    node: (cpuMilliseconds(processes.node) - before.node) / amount,
    database: (cpuMilliseconds(processes.database) - before.database) / amount
  }
}
