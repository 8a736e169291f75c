import type { Meter } from '#contract/meters.ts'
import { etagOf } from '#server/platform/etag.ts'
import type { StoredMeter } from './meter-queries.ts'

export type TaggedMeter = { readonly meter: Meter; readonly etag: string }

export function viewMeter({ version: _version, ...meter }: StoredMeter): Meter {
  return meter
}

export function taggedMeter(stored: StoredMeter): TaggedMeter {
  const { id, version, latest, position } = stored
  const etag = etagOf(id, version, latest?.readOn ?? null, latest?.value ?? null, position)
  return { meter: viewMeter(stored), etag }
}
