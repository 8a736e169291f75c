import { notReachable, onBetterAuth, type BetterAuth } from '../better-auth.ts'
import { ourTimings } from '../our-timing.ts'
import { differenceOf, timePairs, type Difference } from '../paired.ts'
import type { Row } from '../row.ts'
import { inWords } from '../timing.ts'

const pairs = 300
/** Milliseconds that the interval stays within: nobody tells them apart across a network. */
const within = 1

export const row: Row = {
  id: 'S3',
  metric: 'A known account takes longer to refuse or to answer than an unknown one by (median, 300 interleaved pairs)',
  target:
    '95 % interval within ±1 ms for login, register, forgot and resend; one computation each way (same-answers.test.ts)',
  async measure() {
    const timings = Object.entries(await ourTimings(pairs))
    const other = await onBetterAuth({ limited: false }, compareLogins)
    return {
      figure: timings.map(([what, difference]) => `${what} ${inWords(difference)}`).join('; '),
      met: timings.every(([, difference]) => isWithin(difference)),
      compared: other ? `login ${inWords(other)}` : notReachable
    }
  }
}

async function compareLogins({ post }: BetterAuth): Promise<Difference> {
  const attempt = (email: string) => post('/sign-in/email', { email, password: 'acht weisse Rosen' }, 401)
  const differences = await timePairs(
    pairs,
    () => attempt('anna@example.org'),
    () => attempt('nobody@example.org')
  )
  return differenceOf(differences)
}

function isWithin({ low, high }: Difference): boolean {
  return low > -within && high < within
}
