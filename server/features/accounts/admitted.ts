import type * as api from '#contract/accounts.ts'
import type { Output } from '#contract/route.ts'
import type { Ctx } from '#server/platform/context.ts'
import { Answer } from '#server/platform/http/handle.ts'
import type { Admission, Entrant } from './admit.ts'
import type { Started } from './start-session.ts'

type SignedIn = Output<typeof api.verifyRegistration>

/** Token and device credential go into cookies or into the reply, never both; an app keeps the credential it has. */
export function shown({ origin }: Pick<Ctx, 'origin'>, started: Started): SignedIn | Answer<SignedIn> {
  const { me, token, transport, expiresAt, newDevice } = started
  const device = newDevice ? origin.device?.offered : origin.device?.presented
  if (transport === 'bearer') {
    return { me, token: token.reveal(), device: newDevice ? (device?.reveal() ?? null) : null, expiresAt }
  }
  const cookie = { token, expires: Temporal.Instant.from(expiresAt) }
  return new Answer({ body: { me, token: null, device: null, expiresAt }, cookie, deviceCookie: device })
}

/** A session, or the question for a second factor. */
export function admitted(
  ctx: Pick<Ctx, 'origin'>,
  entry: Admission & Pick<Entrant, 'token' | 'transport'>
): api.SignInReply | Answer<api.SignInReply> {
  return 'secondFactor' in entry ? { secondFactor: entry.secondFactor } : shown(ctx, entry)
}
