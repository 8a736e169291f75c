import { failures } from '../../test/failures/cells.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S16',
  metric: 'dependencies that are down while their answers hold',
  target: 'all: nothing is open that should not be, and sign-up goes on',
  async measure() {
    const broken: string[] = []
    for (const { down, holds } of failures) {
      await inScope(holds).catch((error: unknown) => {
        console.error(error)
        broken.push(down)
      })
    }
    const held = failures.length - broken.length
    return {
      figure: `${held} of ${failures.length} (${failures.map(({ down }) => down).join(', ')})`,
      met: broken.length === 0
    }
  }
}
