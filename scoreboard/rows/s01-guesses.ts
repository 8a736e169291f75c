import { attackers, attacksOfADay, modelOfPlainLock } from '../guessing.ts'
import type { Row } from '../row.ts'

const most = [20, 100, 100]

export const row: Row = {
  id: 'S1',
  metric: `guesses a day that are compared, of an attacker with ${attackers.join('/')} addresses`,
  target: most.map((count) => `≤ ${count}`).join('/'),
  async measure() {
    const guesses = (await attacksOfADay()).map((attack) => attack.guesses)
    const plain = modelOfPlainLock().guesses
    return {
      figure: guesses.join('/'),
      met: guesses.every((count, index) => count <= (most[index] ?? 0)),
      compared: `model of a lock for 15 min after 5: ${plain}/${plain}/${plain}`
    }
  }
}
