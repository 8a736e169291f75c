import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deletePushDevice } from './queries.ts'

export function removePushDevice(ctx: Ctx<User>, deviceId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    if (!(await deletePushDevice(tx, ctx.actor.userId, deviceId))) throw new AppError('push_device_not_found')
    await audit(tx, ctx, { event: 'push_device.removed', subjectId: ctx.actor.userId })
    return undefined
  })
}
