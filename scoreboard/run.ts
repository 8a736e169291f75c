import { env } from 'node:process'
import { serverVariable } from '#test/global-setup.ts'
import { startTestServer } from '#test/server.ts'
import { discoverRows } from './discover-rows.ts'
import { printBoard, type Line } from './print-board.ts'
import type { Measured, Row } from './row.ts'

/**
 * `npm run scoreboard [-- S5 S10]`: measures the rows (all, or those named) on the running product, prints each figure
 * beside its target, and ends with 1 when one is missed. Progress goes to the other stream; no file is written.
 */
const rows = await discoverRows(process.argv.slice(2))
const server = await startTestServer()
env[serverVariable] = JSON.stringify(server.admin)
const lines: Line[] = []
for (const row of rows) lines.push({ row, measured: await measured(row) })
await server.stop()
printBoard(lines)
process.exit(lines.every((line) => line.measured.met) ? 0 : 1) // what rows borrow from tests would end by a test report

/** A row that cannot be measured is missed. */
async function measured(row: Row): Promise<Measured> {
  const from = performance.now()
  try {
    return await row.measure()
  } catch (error) {
    console.error(error)
    return { figure: 'not measured', met: false }
  } finally {
    console.error(`${row.id}: ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
}
