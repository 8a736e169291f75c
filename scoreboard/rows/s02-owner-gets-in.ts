import { attackers, attacksOfADay, hours, modelOfPlainLock } from '../guessing.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S2',
  metric: `the owner gets in on a known device during a day of guesses from ${attackers.join('/')} addresses`,
  target: attackers.map(() => `${hours}/${hours}`).join(', '),
  async measure() {
    const entries = (await attacksOfADay()).map((attack) => attack.entries)
    return {
      figure: entries.map((count) => `${count}/${hours}`).join(', '),
      met: entries.every((count) => count === hours),
      compared: `model of a lock for 15 min after 5: ${modelOfPlainLock().entries}/${hours}`
    }
  }
}
