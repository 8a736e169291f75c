import type { Area, Asset } from '#contract/assets.ts'

/** A room with what of it is loaded; without a room: what stands in none. */
export type RoomOfAssets = { readonly area: Area | undefined; readonly assets: readonly Asset[] }

/**
 * The rooms in their order with what stands in them. The list comes room by room: while it is not whole, a room after the last
 * one that came is not empty but not known yet. `withEmpty`: rooms in which nothing stands are shown too.
 */
export function byRoom(
  areas: readonly Area[],
  assets: readonly Asset[],
  { isWhole, withEmpty }: { isWhole: boolean; withEmpty: boolean }
): RoomOfAssets[] {
  const inRoom = Map.groupBy(assets, ({ areaId }) => areaId)
  const known = isWhole ? areas : areas.slice(0, areas.findIndex(({ id }) => id === assets.at(-1)?.areaId) + 1)
  const rooms = known.map((area) => ({ area, assets: inRoom.get(area.id) ?? [] }))
  const outside = inRoom.get(null)
  return [
    ...rooms.filter((room) => withEmpty || room.assets.length > 0),
    ...(outside ? [{ area: undefined, assets: outside }] : [])
  ]
}
