import { sweepForCanaries } from '#test/canaries.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S12',
  metric:
    'Unique strings in every sensitive place of every operation that are found in log, audit, problems, headers, outbox or queue',
  target: '0',
  async measure() {
    const { sent, leaks } = await inScope(sweepForCanaries)
    return { figure: `${leaks.length} of ${sent}`, met: leaks.length === 0 }
  }
}
