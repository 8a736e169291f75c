import { federatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import { cheapPasswords } from '#test/cheap-passwords.ts'
import { battery, play } from '#test/race-battery.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

const width = 100
const rounds = 20

/** Everything that works once or is limited, asked for by a hundred at once, twenty times over. */
// ASVS 2.3.4
export const row: Row = {
  id: 'S7',
  metric: `effects beyond the limit + faults and deadlocks shown, ${Object.keys(battery).length} operations × ${rounds} rounds × ${width} at once`,
  target: '0 + 0',
  async measure() {
    let doubles = 0
    let faults = 0
    for (const prepare of Object.values(battery)) {
      await inScope(async (scope) => {
        const app = await federatedApp(scope, { passwords: cheapPasswords() })
        for (let round = 0; round < rounds; round += 1) {
          const tally = await play(await prepare(app, `round${round}`), width)
          doubles += tally.doubles
          faults += tally.faults
        }
      })
    }
    return { figure: `${doubles} + ${faults}`, met: doubles + faults === 0 }
  }
}
