import { federatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import { attacks } from '#test/attacks/all.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S6',
  metric: 'Published failures of other systems, replayed and refused',
  target: '50 of 50, or all of more',
  async measure() {
    let refused = 0
    for (const { replay } of attacks)
      refused += await inScope(async (scope) => replay(await federatedApp(scope))).then(
        () => 1,
        () => 0
      )
    return { figure: `${refused} of ${attacks.length}`, met: refused === attacks.length && refused >= 50 }
  }
}
