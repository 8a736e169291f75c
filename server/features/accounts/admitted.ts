import type * as api from '#contract/accounts.ts'
import type { Output } from '#contract/route.ts'
import { signedIn, type Answer } from '#server/platform/http/handle.ts'
import type { Admission, Entrant } from './admit.ts'
import type { Started } from './start-session.ts'

type SignedIn = Output<typeof api.verifyRegistration>

/** The token goes into the cookie or into the reply, never both. */
export function shown({ me, token, transport, expiresAt }: Started): SignedIn | Answer<SignedIn> {
  if (transport === 'bearer') return { me, token: token.reveal(), expiresAt }
  return signedIn({ me, token: null, expiresAt }, token, Temporal.Instant.from(expiresAt))
}

/** A session, or the question for a second factor. */
export function admitted(
  entry: Admission & Pick<Entrant, 'token' | 'transport'>
): api.SignInReply | Answer<api.SignInReply> {
  return 'secondFactor' in entry ? { secondFactor: entry.secondFactor } : shown(entry)
}
