import type * as api from '#contract/security.ts'
import type { Output } from '#contract/route.ts'
import { signedIn, type Answer } from '#server/platform/http/handle.ts'
import type { SteppedUp } from './step-up.ts'

type Renewed = Output<typeof api.stepUp>

/** The token goes into the cookie or into the reply, as it did when the session began. */
export function renewed({ token, transport, authenticatedAt, expiresAt }: SteppedUp): Renewed | Answer<Renewed> {
  if (transport === 'bearer') return { token: token.reveal(), authenticatedAt, expiresAt }
  return signedIn({ token: null, authenticatedAt, expiresAt }, token, Temporal.Instant.from(expiresAt))
}
