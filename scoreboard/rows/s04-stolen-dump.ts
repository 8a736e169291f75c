import { tryStolenDump } from '#test/stolen-dump/stolen-dump.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S4',
  metric: 'credentials usable from copies of the whole database: every string of them tried at every door',
  target: '0',
  async measure() {
    const { opened, written, stuck, strings, doors } = await inScope((scope) => tryStolenDump(scope))
    for (const finding of [...opened, ...written, ...stuck]) console.error(finding)
    return {
      figure: `${opened.length + written.length} (${strings} strings, ${doors - stuck.length} of ${doors} doors open to what belongs there)`,
      met: opened.length + written.length + stuck.length === 0
    }
  }
}
