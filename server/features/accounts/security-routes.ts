import * as api from '#contract/security.ts'
import type { Output } from '#contract/route.ts'
import { handle, signedIn, signedOut, type Answer, type Handler } from '#server/platform/http/handle.ts'
import { addressOf } from './address-queries.ts'
import {
  cancelAddressChange,
  changeAddress,
  proveAddress,
  resendAddressCode,
  stopAddressChange
} from './change-address.ts'
import { endSession, endSessions } from './end-sessions.ts'
import { stepUpWays } from './federation/prove.ts'
import type { FederationServices } from './federation/providers.ts'
import { listSessions } from './list-sessions.ts'
import type { ProofServices } from './proofs.ts'
import { renewed } from './renewed.ts'
import { rotateSession, type Rotated } from './rotate-session.ts'
import { stepUp } from './step-up.ts'

export function securityRoutes(services: ProofServices & FederationServices): Handler[] {
  return [
    handle(api.listSessions, (ctx) => listSessions(ctx)),
    handle(api.endSession, async (ctx, { params: { sessionId } }) => {
      await endSession(ctx, sessionId)
      return sessionId === ctx.actor.sessionId ? signedOut() : undefined
    }),
    handle(api.endOtherSessions, async (ctx) => {
      await endSessions(ctx, ctx.actor.sessionId)
      return undefined
    }),
    handle(api.endAllSessions, async (ctx) => {
      await endSessions(ctx)
      return signedOut()
    }),
    handle(api.rotateSession, async (ctx) => rotated(await rotateSession(ctx))),
    handle(api.getStepUp, (ctx) => stepUpWays(ctx, services)),
    handle(api.stepUp, async (ctx, input) => renewed(await stepUp(ctx, services, input))),
    handle(api.getAddressProof, (ctx) => addressOf(ctx.db, ctx.actor.userId, ctx.now())),
    handle(api.changeAddress, (ctx, { body }) => changeAddress(ctx, body.email)),
    handle(api.resendAddressCode, (ctx) => resendAddressCode(ctx)),
    handle(api.proveAddress, (ctx, { body }) => proveAddress(ctx, services.keyring, body.code)),
    handle(api.cancelAddressChange, (ctx) => cancelAddressChange(ctx)),
    handle(api.stopAddressChange, (ctx, { body }) => stopAddressChange(ctx, services.keyring, body.token))
  ]
}

type Rotation = Output<typeof api.rotateSession>

function rotated({ token, transport, expiresAt }: Rotated): Rotation | Answer<Rotation> {
  if (transport === 'bearer') return { token: token.reveal(), expiresAt }
  return signedIn({ token: null, expiresAt }, token, Temporal.Instant.from(expiresAt))
}
