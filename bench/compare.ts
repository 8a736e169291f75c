import pg from 'pg'
import type { Connection } from '#server/platform/postgres/connect.ts'
import { cpuMilliseconds, median } from './cpu.ts'

/** Something that does `amount` requests, and the process that does the work. */
export type Side = { readonly pid: number; readonly run: (amount: number) => Promise<void> }
export type Comparison = { readonly first: number; readonly second: number }

/**
 * CPU milliseconds a request takes on two sides, Node and its PostgreSQL backends together: rounds A B A B, the median of
 * each, so that whatever else the machine does meets both.
 */
export async function compare(
  admin: Connection,
  [first, second]: readonly [Side, Side],
  { rounds, amount }: { rounds: number; amount: number }
): Promise<Comparison> {
  const client = new pg.Client(admin)
  await client.connect()
  try {
    for (const side of [first, second]) await side.run(Math.ceil(amount / 2))
    const costs: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      costs[0].push(await cost(client, first, amount))
      costs[1].push(await cost(client, second, amount))
    }
    return { first: median(costs[0]), second: median(costs[1]) }
  } finally {
    await client.end()
  }
}

async function cost(client: pg.Client, { pid, run }: Side, amount: number): Promise<number> {
  // All backends but our own: those of a side that waits use no time.
  const { rows } = await client.query<{ pid: number }>(
    `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`
  )
  const pids = [pid, ...rows.map((row) => row.pid)]
  const before = cpuMilliseconds(pids)
  await run(amount)
  return (cpuMilliseconds(pids) - before) / amount
}
