import type { PushDevice, registerPushDevice as route } from '#contract/devices.ts'
import type { Input } from '#contract/route.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { asSystem } from '#server/platform/postgres/as-system.ts'
import { pushTokenDigest, sealPushToken } from './push-token.ts'
import { deleteFormerTokens, formerOwner, holdSession, pushDeviceOfToken, savePushDevice } from './queries.ts'

/** One phone for each session: it goes when the session ends, and a new token takes the place of the one before. */
export function registerPushDevice(
  ctx: Ctx<User>,
  keyring: Keyring,
  { body }: Input<typeof route>
): Promise<PushDevice> {
  const { userId, sessionId } = ctx.actor
  const digest = pushTokenDigest(body.token)
  const sealed = sealPushToken(keyring, body.token)

  return ctx.write(async (tx) => {
    if (!(await holdSession(tx, sessionId))) throw new AppError('not_signed_in')
    await deleteFormerTokens(tx, sessionId, digest)
    const { platform, environment } = body
    const own = { id: newId(), userId, sessionId, platform, environment, digest, sealed }
    const former = await asSystem(tx, async () => {
      const owner = await formerOwner(tx, digest) // the phone may be another person's until now
      await savePushDevice(tx, own, ctx.now())
      return owner
    })
    const device = await pushDeviceOfToken(tx, { userId, sessionId, digest })
    if (former !== undefined && former !== userId)
      await audit(tx, ctx, { event: 'push_device.moved', subjectId: former })
    await audit(tx, ctx, { event: 'push_device.registered', subjectId: userId })
    return device
  })
}
