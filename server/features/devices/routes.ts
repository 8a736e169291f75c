import * as api from '#contract/devices.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { pushDevicesOf } from './queries.ts'
import { registerPushDevice } from './register-push-device.ts'
import { removePushDevice } from './remove-push-device.ts'

export function deviceRoutes({ keyring }: { keyring: Keyring }): Handler[] {
  return [
    handle(api.registerPushDevice, (ctx, input) => registerPushDevice(ctx, keyring, input)),
    handle(api.listPushDevices, async (ctx) => ({
      items: await pushDevicesOf(ctx.db, ctx.actor.userId, ctx.actor.sessionId)
    })),
    handle(api.removePushDevice, (ctx, { params }) => removePushDevice(ctx, params.deviceId))
  ]
}
