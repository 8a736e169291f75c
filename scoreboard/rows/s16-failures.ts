import { outcomesOf } from '#test/failures/outages.ts'
import { dependencies } from '#test/failures/table.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S16',
  metric: `cells of the failure table that hold while each of ${dependencies.length} dependencies is stopped`,
  target: 'all: nothing is open that should not be, and sign-up goes on',
  async measure() {
    let held = 0
    let total = 0
    for (const dependency of dependencies) {
      const outcomes = await inScope((scope) => outcomesOf(dependency, scope))
      for (const { problem } of outcomes) if (problem !== undefined) console.error(problem)
      held += outcomes.filter(({ problem }) => problem === undefined).length
      total += outcomes.length
    }
    return { figure: `${held} of ${total}`, met: held === total }
  }
}
