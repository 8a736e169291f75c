import * as accounts from '#contract/accounts.ts'
import * as api from '#contract/security.ts'
import { mintSessionToken, sessionDigest } from '#server/features/accounts/session-token.ts'
import { newId } from '#server/platform/ids.ts'
import { replicaOf, testApp, type Person, type TestApp } from '#test/harness.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

const trials = 1000

/** A session ends in one process and its token is sent to another one at once, a thousand times. */
// ASVS 7.4.1
export const row: Row = {
  id: 'S15',
  metric: `requests accepted after their session was ended in another process, of ${trials}`,
  target: '0',
  async measure() {
    const { accepted, acceptedBefore } = await inScope(async (scope) => {
      const here = await testApp(scope)
      const there = await replicaOf(here, scope)
      return countAccepted(here, there, await here.person('Anna'))
    })
    const figure = `${accepted} (${acceptedBefore} accepted before)`
    return { figure, met: accepted === 0 && acceptedBefore === trials }
  }
}

/** Each token is used in the other process first, so that whatever it might keep about a session is there. */
export async function countAccepted(
  here: TestApp,
  there: TestApp,
  person: Person,
  count = trials
): Promise<{ accepted: number; acceptedBefore: number }> {
  let accepted = 0
  let acceptedBefore = 0
  for (let trial = 0; trial < count; trial += 1) {
    const { sessionId, token } = await beginSession(here, person.userId)
    const other = there.caller(token)
    if ((await other.send(accounts.getMe)).statusCode === 200) acceptedBefore += 1
    await person.call(api.endSession, { params: { sessionId } })
    if ((await other.send(accounts.getMe)).statusCode !== 401) accepted += 1
  }
  return { accepted, acceptedBefore }
}

/** Straight into the database: what is measured is the ending. */
async function beginSession({ db, clock }: TestApp, userId: string): Promise<{ sessionId: string; token: string }> {
  const token = mintSessionToken().reveal()
  const sessionId = newId()
  const later = clock.now().add({ hours: 24 }).toString()
  await db
    .insertInto('sessions')
    .values({
      id: sessionId,
      user_id: userId,
      token_digest: sessionDigest(token),
      transport: 'bearer',
      user_agent: 'scoreboard',
      idle_expires_at: later,
      expires_at: later
    })
    .execute()
  return { sessionId, token }
}
