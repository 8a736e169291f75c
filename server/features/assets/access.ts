import type { Area, Asset } from '#contract/assets.ts'
import type { Meter, MeterUnit, Reading } from '#contract/meters.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { listAreasOf } from './area-queries.ts'
import { listAssetsOf, noRoom, type AssetKey } from './asset-queries.ts'
import { viewArea, viewAsset } from './asset-view.ts'
import { listMetersOf } from './meter-queries.ts'
import { viewMeter } from './meter-view.ts'
import { listReadingsOf } from './reading-queries.ts'

/** What other features may use of rooms and appliances. */
export { refuseForeign } from './refuse-foreign.ts'
export { replacementForecast } from './forecast.ts'
export { requireAsset } from './get-asset.ts'
export { namesByKind } from './asset-queries.ts'
export { findMeter, lockMeter } from './meter-queries.ts'
export { positionOf, thousandths, units } from './meter-rules.ts'
export {
  deleteReadingRow,
  insertReadingRow,
  lockReading,
  neighboursOf,
  positionOn,
  reachedOn,
  readingById,
  readingsForPace as paceReadings,
  updateReadingRow
} from './reading-queries.ts'
export { placeReading } from './place-reading.ts'

const pageSize = 500

/** All rooms of a home, in the order in which they were added. */
export async function* everyArea(ctx: Ctx<User>, residenceId: string): AsyncIterable<Area> {
  let after: string | undefined
  for (;;) {
    await requireMember(ctx, residenceId)
    const areas = await listAreasOf(ctx.db, { residenceId, after, limit: pageSize })
    yield* areas.map(viewArea)
    after = areas.at(-1)?.id
    if (areas.length < pageSize) return
  }
}

/** All appliances of a home, room by room, the archived ones too. */
export async function* everyAsset(ctx: Ctx<User>, residenceId: string): AsyncIterable<Asset> {
  const all = { search: undefined, area: undefined, kind: undefined, archived: undefined }
  let after: AssetKey | undefined
  for (;;) {
    await requireMember(ctx, residenceId)
    const assets = await listAssetsOf(ctx.db, { ...all, residenceId, after, limit: pageSize })
    yield* assets.map(viewAsset)
    const last = assets.at(-1)
    if (!last || assets.length < pageSize) return
    after = [last.areaId ?? noRoom, last.name, last.id]
  }
}

/** All meters of a home, in the order in which they were added. */
export async function* everyMeter(ctx: Ctx<User>, residenceId: string): AsyncIterable<Meter> {
  let after: string | undefined
  for (;;) {
    await requireMember(ctx, residenceId)
    const meters = await listMetersOf(ctx.db, { residenceId, asset: undefined, after, limit: pageSize })
    yield* meters.map(viewMeter)
    after = meters.at(-1)?.id
    if (meters.length < pageSize) return
  }
}

export type MeterReading = Reading & { readonly meter: string; readonly unit: MeterUnit }

/** All readings of a home, meter by meter, the latest first. */
export async function* everyReading(ctx: Ctx<User>, residenceId: string): AsyncIterable<MeterReading> {
  for await (const { id, name: meter, unit } of everyMeter(ctx, residenceId)) {
    let after: [string, number] | undefined
    for (;;) {
      await requireMember(ctx, residenceId)
      const readings = await listReadingsOf(ctx.db, id, { after, limit: pageSize })
      yield* readings.map(({ number: _number, ...reading }) => ({ ...reading, meter, unit }))
      const last = readings.at(-1)
      if (!last || readings.length < pageSize) break
      after = [last.readOn, last.number]
    }
  }
}
