import type { Ctx } from '#server/platform/context.ts'
import { countryOf } from '#server/platform/country.ts'
import { deviceOf } from '#server/platform/device.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { noteDevice } from './device-queries.ts'

/** Tells the owner of a sign-in from a device and country that were not seen before; of the very first one there is nothing to tell. */
export async function notifyNewDevice(tx: Tx, ctx: Pick<Ctx, 'origin' | 'now'>, userId: string): Promise<void> {
  const place = { ...deviceOf(ctx.origin.userAgent), country: await countryOf(ctx.origin.ip ?? null) }
  const { isNew, isFirst } = await noteDevice(tx, { userId, device: JSON.stringify(place) }, ctx.now())
  if (!isNew || isFirst) return
  await enqueue(tx, 'accounts.mail-new-device', { userId, ...place, at: ctx.now().toString() })
}
