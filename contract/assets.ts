import Type from 'typebox'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict, StrictPartial } from './route.ts'
import { Instant, Line, Money, Nullable, PlainDate, Prose, Uuid, Words } from './values.ts'

/** What an appliance or a system is, in the order in which people choose it. */
export const assetKinds = [
  'dishwasher',
  'refrigerator',
  'freezer',
  'oven',
  'cooktop',
  'range_hood',
  'microwave',
  'garbage_disposal',
  'coffee_machine',
  'washing_machine',
  'dryer',
  'vacuum_cleaner',
  'boiler',
  'furnace',
  'heat_pump',
  'air_conditioner',
  'ventilation',
  'wood_stove',
  'thermostat',
  'water_heater',
  'water_softener',
  'water_filter',
  'sump_pump',
  'well_pump',
  'septic_system',
  'sprinkler_system',
  'pool',
  'hot_tub',
  'electrical_panel',
  'solar_panels',
  'battery_storage',
  'generator',
  'ev_charger',
  'smoke_alarm',
  'carbon_monoxide_alarm',
  'fire_extinguisher',
  'security_system',
  'roof',
  'gutters',
  'windows',
  'garage_door',
  'deck',
  'lawn_mower',
  'snow_blower',
  'grill',
  'car',
  'motorcycle',
  'bicycle',
  'television',
  'computer',
  'other'
] as const
export const AssetKind = Words(...assetKinds)
export type AssetKind = (typeof assetKinds)[number]

const areaDetails = { name: Line(120), notes: Nullable(Prose(10_000)) }

/** A room, or another part of the home or its ground. */
export const Area = Strict({
  id: Uuid,
  residenceId: Uuid,
  ...areaDetails,
  createdAt: Instant,
  updatedAt: Instant
})
export type Area = Type.Static<typeof Area>
const { name: areaName, ...optionalOfArea } = areaDetails
export const NewArea = Strict({ name: areaName, ...StrictPartial(optionalOfArea).properties })
export type NewArea = Type.Static<typeof NewArea>

const details = {
  name: Line(120),
  kind: AssetKind,
  areaId: Nullable(Uuid),
  make: Nullable(Line(120)),
  model: Nullable(Line(120)),
  serial: Nullable(Line(120)),
  installedOn: Nullable(PlainDate),
  /** What it cost when it was bought. */
  price: Nullable(Money),
  expectedLifeYears: Nullable(Type.Integer({ minimum: 1, maximum: 200 })),
  warrantyEndsOn: Nullable(PlainDate),
  notes: Nullable(Prose(10_000))
}

/** An appliance, or a system of the home. */
export const Asset = Strict({
  id: Uuid,
  residenceId: Uuid,
  ...details,
  /** Until when it is under warranty: as is noted of it, else by the linked paper that holds the longest. */
  warranty: Nullable(Strict({ endsOn: PlainDate, documentId: Nullable(Uuid) })),
  archivedAt: Nullable(Instant),
  createdAt: Instant,
  updatedAt: Instant
})
export type Asset = Type.Static<typeof Asset>
const { name, ...optional } = details
export const NewAsset = Strict({ name, ...StrictPartial(optional).properties })
export type NewAsset = Type.Static<typeof NewAsset>

/** What was spent on it in a year. */
export const YearCost = Strict({ year: Type.Integer(), currency: Type.String(), minor: Type.Integer() })
export type YearCost = Type.Static<typeof YearCost>

const tag = 'Rooms and appliances'
const residenceId = Strict({ residenceId: Uuid })
const areaId = Strict({ areaId: Uuid })
const assetId = Strict({ assetId: Uuid })

export const listAreas = route({
  method: 'GET',
  path: '/api/residences/:residenceId/areas',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The rooms, in the order in which they were added',
  params: residenceId,
  query: Strict(paging),
  status: 200,
  reply: Page(Area),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const createArea = route({
  method: 'POST',
  path: '/api/residences/:residenceId/areas',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'residence',
  summary: 'Add a room',
  params: residenceId,
  body: NewArea,
  status: 201,
  reply: Area,
  tagged: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived']
})
export const getArea = route({
  method: 'GET',
  path: '/api/areas/:areaId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'area',
  summary: 'One room',
  params: areaId,
  status: 200,
  reply: Area,
  tagged: true,
  errors: ['area_not_found']
})
export const updateArea = route({
  method: 'PATCH',
  path: '/api/areas/:areaId',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'area',
  summary: 'Change a room; fields left out stay',
  params: areaId,
  body: StrictPartial(areaDetails, { minProperties: 1 }),
  status: 200,
  reply: Area,
  tagged: true,
  errors: ['area_not_found', 'not_allowed', 'residence_archived', 'precondition_failed']
})
export const deleteArea = route({
  method: 'DELETE',
  path: '/api/areas/:areaId',
  tag,
  ...signedIn,
  action: 'asset.delete',
  resource: 'area',
  summary: 'Delete a room; what stood in it and its tasks stay',
  params: areaId,
  status: 204,
  errors: ['area_not_found', 'not_allowed', 'residence_archived']
})

export const listAssets = route({
  method: 'GET',
  path: '/api/residences/:residenceId/assets',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The appliances and systems, room by room; `search` looks in names, makes, models and serial numbers',
  params: residenceId,
  query: Strict({
    ...paging,
    search: Type.Optional(Line(200)),
    /** A room, or `none` for what stands in none. */
    area: Type.Optional(Type.Union([Uuid, Type.Literal('none')])),
    kind: Type.Optional(AssetKind),
    /** The archived ones instead of the others. */
    archived: Type.Optional(Type.Boolean({ default: false }))
  }),
  status: 200,
  reply: Page(Asset),
  errors: ['residence_not_found', 'invalid_cursor']
})
export const createAsset = route({
  method: 'POST',
  path: '/api/residences/:residenceId/assets',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'residence',
  summary: 'Add an appliance or a system',
  params: residenceId,
  body: NewAsset,
  status: 201,
  reply: Asset,
  tagged: true,
  errors: ['residence_not_found', 'not_allowed', 'residence_archived', 'not_of_this_home']
})
export const getAsset = route({
  method: 'GET',
  path: '/api/assets/:assetId',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'asset',
  summary: 'One appliance or system',
  params: assetId,
  status: 200,
  reply: Asset,
  tagged: true,
  errors: ['asset_not_found']
})
export const updateAsset = route({
  method: 'PATCH',
  path: '/api/assets/:assetId',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'asset',
  summary: 'Change an appliance or a system; fields left out stay',
  params: assetId,
  body: StrictPartial(details, { minProperties: 1 }),
  status: 200,
  reply: Asset,
  tagged: true,
  errors: ['asset_not_found', 'not_allowed', 'residence_archived', 'precondition_failed', 'not_of_this_home']
})
export const deleteAsset = route({
  method: 'DELETE',
  path: '/api/assets/:assetId',
  tag,
  ...signedIn,
  action: 'asset.delete',
  resource: 'asset',
  summary: 'Delete an appliance or a system; its tasks and their history stay',
  params: assetId,
  status: 204,
  errors: ['asset_not_found', 'not_allowed', 'residence_archived']
})
export const archiveAsset = route({
  method: 'PUT',
  path: '/api/assets/:assetId/archival',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'asset',
  summary: 'Archive: it is not there any more, what is known of it is kept',
  params: assetId,
  status: 200,
  reply: Asset,
  errors: ['asset_not_found', 'not_allowed', 'residence_archived']
})
export const unarchiveAsset = route({
  method: 'DELETE',
  path: '/api/assets/:assetId/archival',
  tag,
  ...signedIn,
  action: 'asset.write',
  resource: 'asset',
  summary: 'Take out of the archive',
  params: assetId,
  status: 200,
  reply: Asset,
  errors: ['asset_not_found', 'not_allowed', 'residence_archived']
})
export const getAssetCosts = route({
  method: 'GET',
  path: '/api/assets/:assetId/costs',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'asset',
  summary: 'What was spent on it, by year, the latest first; its price is not in it',
  params: assetId,
  status: 200,
  reply: Strict({ items: Type.Array(YearCost) }),
  errors: ['asset_not_found']
})
