import * as api from '#contract/assets.ts'
import { getForecast } from '#contract/forecast.ts'
import * as metersApi from '#contract/meters.ts'
import { handle, tagged, type Handler } from '#server/platform/http/handle.ts'
import type { TaggedArea, TaggedAsset } from './asset-view.ts'
import { createArea, deleteArea, updateArea } from './change-area.ts'
import { archiveAsset, createAsset, deleteAsset, unarchiveAsset, updateAsset } from './change-asset.ts'
import { createMeter, deleteMeter, getMeter, updateMeter } from './change-meter.ts'
import { replacementForecast } from './forecast.ts'
import { getArea, getAsset } from './get-asset.ts'
import { listAreas, listAssets } from './list-assets.ts'
import { listMeters, listReadings } from './list-meters.ts'
import type { TaggedMeter } from './meter-view.ts'

export function assetRoutes(): Handler[] {
  return [...areas(), ...assets(), ...meters()]
}

function areas(): Handler[] {
  return [
    handle(api.listAreas, (ctx, { params, query }) => listAreas(ctx, params.residenceId, query)),
    handle(api.createArea, async (ctx, { params, body }) => area(await createArea(ctx, params.residenceId, body))),
    handle(api.getArea, async (ctx, { params }) => area(await getArea(ctx, params.areaId))),
    handle(api.updateArea, async (ctx, { params, body, ifMatch }) =>
      area(await updateArea(ctx, params.areaId, body, ifMatch))
    ),
    handle(api.deleteArea, (ctx, { params }) => deleteArea(ctx, params.areaId))
  ]
}

function assets(): Handler[] {
  return [
    handle(api.listAssets, (ctx, { params, query }) => listAssets(ctx, params.residenceId, query)),
    handle(api.createAsset, async (ctx, { params, body }) => asset(await createAsset(ctx, params.residenceId, body))),
    handle(api.getAsset, async (ctx, { params }) => asset(await getAsset(ctx, params.assetId))),
    handle(api.updateAsset, async (ctx, { params, body, ifMatch }) =>
      asset(await updateAsset(ctx, params.assetId, body, ifMatch))
    ),
    handle(api.deleteAsset, (ctx, { params }) => deleteAsset(ctx, params.assetId)),
    handle(api.archiveAsset, (ctx, { params }) => archiveAsset(ctx, params.assetId)),
    handle(getForecast, (ctx, { params }) => replacementForecast(ctx, params.residenceId)),
    handle(api.unarchiveAsset, (ctx, { params }) => unarchiveAsset(ctx, params.assetId))
  ]
}

function meters(): Handler[] {
  return [
    handle(metersApi.listMeters, (ctx, { params, query }) => listMeters(ctx, params.residenceId, query)),
    handle(metersApi.createMeter, async (ctx, { params, body }) =>
      meter(await createMeter(ctx, params.residenceId, body))
    ),
    handle(metersApi.getMeter, async (ctx, { params }) => meter(await getMeter(ctx.db, ctx, params.meterId))),
    handle(metersApi.updateMeter, async (ctx, { params, body, ifMatch }) =>
      meter(await updateMeter(ctx, params.meterId, body, ifMatch))
    ),
    handle(metersApi.deleteMeter, (ctx, { params }) => deleteMeter(ctx, params.meterId)),
    handle(metersApi.listReadings, (ctx, { params, query }) => listReadings(ctx, params.meterId, query))
  ]
}

function meter({ meter: shown, etag }: TaggedMeter) {
  return tagged(shown, etag)
}

function area({ area: shown, etag }: TaggedArea) {
  return tagged(shown, etag)
}

function asset({ asset: shown, etag }: TaggedAsset) {
  return tagged(shown, etag)
}
