import { createArea, createAsset, type Area, type Asset, type NewAsset } from '#contract/assets.ts'
import type { Person } from './harness.ts'

/** A room through the API. */
export function makeArea(maker: Person, residenceId: string, name = 'Kitchen'): Promise<Area> {
  return maker.call(createArea, { params: { residenceId }, body: { name } })
}

/** An appliance through the API, in no room unless said otherwise. */
export function makeAsset(maker: Person, residenceId: string, details: Partial<NewAsset> = {}): Promise<Asset> {
  return maker.call(createAsset, { params: { residenceId }, body: { name: 'Dishwasher', ...details } })
}
