import type { PushDevice } from '#contract/devices.ts'
import type { PushEnvironment, PushTarget } from '#server/gateways/push/push.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { openPushToken } from './push-token.ts'
import { deleteUnregistered, livingDevice, setEnvironment } from './queries.ts'

/** Where a phone can be reached. */
export type FoundTarget = {
  readonly userId: string
  readonly deviceId: string
  readonly platform: PushDevice['platform']
  readonly digest: Buffer
  readonly target: PushTarget
}

/** Where it is now; undefined when it is another's by now, or nobody's, or the session that registered it has ended. */
export async function findTarget(
  ctx: Ctx<Job>,
  { userId, deviceId }: { userId: string; deviceId: string }
): Promise<FoundTarget | undefined> {
  const row = await livingDevice(ctx.db, { userId, deviceId, now: ctx.now() })
  if (!row) return undefined
  const { platform, digest, environment } = row
  return { userId, deviceId, platform, digest, target: { token: openPushToken(ctx.keyring, row), environment } }
}

/** Somebody who builds the app has it from another place than all others. */
export async function noteEnvironment(
  ctx: Ctx<Job>,
  { deviceId }: FoundTarget,
  environment: PushEnvironment
): Promise<void> {
  await ctx.write((tx) => setEnvironment(tx, deviceId, environment))
}

/** What the provider says leads nowhere since then; a registration after that stays. */
export async function endUnregistered(ctx: Ctx<Job>, { userId, digest }: FoundTarget, since: Temporal.Instant) {
  await ctx.write(async (tx) => {
    if (await deleteUnregistered(tx, digest, since))
      await audit(tx, ctx, { event: 'push_device.removed', subjectId: userId })
  })
}
