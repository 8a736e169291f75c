import * as api from '#contract/factors.ts'
import { handle, signedIn, type Answer, type Handler } from '#server/platform/http/handle.ts'
import type { Secret } from '#server/platform/secret.ts'
import { admitted } from '../admitted.ts'
import type { RenewedSession } from '../session-queries.ts'
import type { AccountServices } from '../services.ts'
import { addPasskey } from './add-passkey.ts'
import { answerSecondFactor } from './answer-second-factor.ts'
import { beginPasskey } from './begin-passkey.ts'
import { beginPasskeySignIn } from './begin-passkey-sign-in.ts'
import { beginTotp } from './begin-totp.ts'
import { challengeSession } from './challenge-session.ts'
import { confirmTotp } from './confirm-totp.ts'
import { listFactors } from './factor-queries.ts'
import { relyingParty } from './passkey-ceremony.ts'
import { removePasskey } from './remove-passkey.ts'
import { removeTotp } from './remove-totp.ts'
import { renamePasskey } from './rename-passkey.ts'
import { renewRecoveryCodes } from './renew-recovery-codes.ts'
import { signInWithPasskey } from './sign-in-with-passkey.ts'

export function factorRoutes({ keyring, publicUrl }: Pick<AccountServices, 'keyring' | 'publicUrl'>): Handler[] {
  const party = relyingParty(publicUrl)
  const services = { keyring, party }
  return [
    handle(api.listFactors, (ctx) => listFactors(ctx.db, ctx.actor.userId)),
    handle(api.beginTotp, (ctx) => beginTotp(ctx, keyring)),
    handle(api.confirmTotp, async (ctx, { body }) => {
      const { recoveryCodes, ...session } = await confirmTotp(ctx, keyring, body.code)
      return renewed({ recoveryCodes }, session)
    }),
    handle(api.removeTotp, async (ctx) => renewed({}, await removeTotp(ctx))),
    handle(api.renewRecoveryCodes, (ctx) => renewRecoveryCodes(ctx, keyring)),
    handle(api.beginPasskey, (ctx) => beginPasskey(ctx, party)),
    handle(api.addPasskey, async (ctx, input) => {
      const { passkey, recoveryCodes, ...session } = await addPasskey(ctx, services, input)
      return renewed({ passkey, recoveryCodes }, session)
    }),
    handle(api.renamePasskey, (ctx, input) => renamePasskey(ctx, input)),
    handle(api.removePasskey, async (ctx, { params }) => renewed({}, await removePasskey(ctx, params.passkeyId))),
    handle(api.challengeSession, (ctx) => challengeSession(ctx, party)),
    handle(api.beginPasskeySignIn, (ctx) => beginPasskeySignIn(ctx, party)),
    handle(api.signInWithPasskey, async (ctx, input) => admitted(ctx, await signInWithPasskey(ctx, party, input))),
    handle(api.answerSecondFactor, async (ctx, input) => admitted(ctx, await answerSecondFactor(ctx, services, input)))
  ]
}

type WithToken<T> = T & { token: string | null; expiresAt: string }

/** The session's new token goes where the former one was: into the cookie or into the reply. */
function renewed<T extends object>(
  body: T,
  { token, transport, expiresAt }: RenewedSession & { token: Secret }
): WithToken<T> | Answer<WithToken<T>> {
  if (transport === 'bearer') return { ...body, token: token.reveal(), expiresAt }
  return signedIn({ ...body, token: null, expiresAt }, token, Temporal.Instant.from(expiresAt))
}
