import { account } from '#server/features/accounts/testing-account.ts'
import { notReachable, onBetterAuth, type BetterAuth } from '../better-auth.ts'
import { guessedApp, tryIn } from '../guessing.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

const tries = 500
const most = 10

export const row: Row = {
  id: 'S5',
  metric: `guesses that are compared, of ${tries} from one peer that says another X-Forwarded-For each time (at one account; at ${tries})`,
  target: `≤ ${most}; ≤ ${most}`,
  async measure() {
    const figures = [await inScope((scope) => spoof(scope, 1)), await inScope((scope) => spoof(scope, tries))]
    const other = await onBetterAuth({ limited: true }, spoofOther)
    const compared = other === undefined ? notReachable : `${other} (at one account)`
    return { figure: figures.join('; '), met: figures.every((count) => count <= most), compared }
  }
}

async function spoof(scope: Parameters<typeof guessedApp>[0], accounts: number): Promise<number> {
  const { app, compared } = await guessedApp(scope)
  const { email } = await account(app)
  for (let index = 0; index < tries; index++) {
    const headers = { ...forwardedFor(index), 'cf-connecting-ip': `203.0.113.${index & 255}` }
    const at = accounts === 1 ? email : `somebody-${index % accounts}@example.org`
    await tryIn(app, { email: at, password: `guess ${index}`, from: '192.0.2.66', headers })
  }
  await app.runJobs()
  return compared()
}

async function spoofOther({ send }: BetterAuth): Promise<number> {
  let compared = 0
  for (let index = 0; index < tries; index++) {
    const body = { email: 'anna@example.org', password: `guess ${index}` }
    if ((await send('/sign-in/email', body, forwardedFor(index))) === 401) compared += 1
  }
  return compared
}

function forwardedFor(index: number): Record<string, string> {
  return { 'x-forwarded-for': `198.51.${index >> 8}.${index & 255}` }
}
