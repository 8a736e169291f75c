import { tryStolenDump } from '#test/stolen-dump/stolen-dump.ts'
import { anna, notReachable, onBetterAuth, type BetterAuth } from '../better-auth.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S4',
  metric: 'credentials usable from copies of the whole database: every string of them tried at every door',
  target: '0',
  async measure() {
    const { opened, written, stuck, strings, doors } = await inScope((scope) => tryStolenDump(scope))
    for (const finding of [...opened, ...written, ...stuck]) console.error(finding)
    return {
      figure: `${opened.length + written.length} (${strings} strings, ${doors - stuck.length} of ${doors} doors open to what belongs there)`,
      compared: (await onBetterAuth({ limited: false }, readableOther)) ?? notReachable,
      met: opened.length + written.length + stuck.length === 0
    }
  }
}

/** Whether the token of the session that signing in gives stands in the table as it is. */
async function readableOther({ origin, tables }: BetterAuth): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json', origin }, body: JSON.stringify(anna) }
  const reply = await fetch(`${origin}/api/auth/sign-in/email`, init)
  const { token } = (await reply.json()) as { token: string } // as its documentation shows it
  return JSON.stringify(tables).includes(token)
    ? '1: the token of a session stands there as it is'
    : '0 of the token of a session'
}
