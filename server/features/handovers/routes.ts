import * as api from '#contract/handovers.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { acceptHandover, lookAtHandover } from './accept-handover.ts'
import { cancelHandover, getHandover, offerHandover } from './offer-handover.ts'

export function handoverRoutes({ keyring }: { keyring: Keyring }): Handler[] {
  return [
    handle(api.offerHandover, (ctx, input) => offerHandover(ctx, keyring, input)),
    handle(api.getHandover, (ctx, { params }) => getHandover(ctx, params.residenceId)),
    handle(api.cancelHandover, (ctx, { params }) => cancelHandover(ctx, params.residenceId)),
    handle(api.lookAtHandover, (ctx, { body }) => lookAtHandover(ctx, keyring, body.code)),
    handle(api.acceptHandover, (ctx, { body }) => acceptHandover(ctx, keyring, body.code))
  ]
}
