import type { Area, Asset } from '#contract/assets.ts'
import { etagOf } from '#server/platform/etag.ts'
import type { StoredArea } from './area-queries.ts'
import type { StoredAsset } from './asset-queries.ts'

export type TaggedArea = { readonly area: Area; readonly etag: string }
export type TaggedAsset = { readonly asset: Asset; readonly etag: string }

export function viewArea({ version: _version, ...area }: StoredArea): Area {
  return area
}

export function viewAsset({ version: _version, ...asset }: StoredAsset): Asset {
  return asset
}

export function taggedArea(stored: StoredArea): TaggedArea {
  return { area: viewArea(stored), etag: areaTag(stored) }
}

export function taggedAsset(stored: StoredAsset): TaggedAsset {
  return { asset: viewAsset(stored), etag: assetTag(stored) }
}

export function areaTag({ id, version }: StoredArea): string {
  return etagOf(id, version)
}

/** With room and warranty: they change with the room and the papers, while the appliance has the same version. */
export function assetTag({ id, version, areaId, warranty }: StoredAsset): string {
  return etagOf(id, version, areaId, warranty?.documentId ?? null, warranty?.endsOn ?? null)
}
