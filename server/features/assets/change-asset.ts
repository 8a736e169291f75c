import type { Asset, NewAsset } from '#contract/assets.ts'
import { refuseUnlessAllowed, requireRight } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { matches } from '#server/platform/etag.ts'
import { newId } from '#server/platform/ids.ts'
import { deleteAssetRow, insertAsset, lockAsset, updateAssetRow } from './asset-queries.ts'
import { assetTag, taggedAsset, viewAsset, type TaggedAsset } from './asset-view.ts'
import { refuseForeign } from './refuse-foreign.ts'

export function createAsset(ctx: Ctx<User>, residenceId: string, details: NewAsset): Promise<TaggedAsset> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const member = await requireRight(tx, ctx, residenceId, 'asset.write')
    await refuseForeign(tx, member.residenceId, [{ path: '', areaId: details.areaId }])
    const id = newId()
    const asset = await insertAsset(tx, details, { id, residenceId: member.residenceId, now })
    await audit(tx, ctx, { event: 'asset.created', subjectId: id, residenceId: member.residenceId })
    return taggedAsset(asset)
  })
}

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when somebody changed it since. */
export function updateAsset(
  ctx: Ctx<User>,
  assetId: string,
  change: Partial<NewAsset>,
  ifMatch: string | undefined
): Promise<TaggedAsset> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const locked = await lockAsset(tx, ctx.actor.userId, assetId)
    if (!locked) throw new AppError('asset_not_found')
    const { asset, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    if (ifMatch !== undefined && !matches(ifMatch, assetTag(asset))) throw new AppError('precondition_failed')
    await refuseForeign(tx, asset.residenceId, [{ path: '', areaId: change.areaId }])

    const saved = await updateAssetRow(tx, asset.id, change, now)
    await audit(tx, ctx, { event: 'asset.updated', subjectId: asset.id, residenceId: asset.residenceId })
    return taggedAsset(saved)
  })
}

/** Its tasks and what was done stay; they name it no more. */
export function deleteAsset(ctx: Ctx<User>, assetId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const locked = await lockAsset(tx, ctx.actor.userId, assetId)
    if (!locked) throw new AppError('asset_not_found')
    const { asset, member } = locked
    refuseUnlessAllowed(member, 'asset.delete')

    await deleteAssetRow(tx, asset.id)
    await audit(tx, ctx, { event: 'asset.deleted', subjectId: asset.id, residenceId: asset.residenceId })
    return undefined
  })
}

export function archiveAsset(ctx: Ctx<User>, assetId: string): Promise<Asset> {
  return setArchived(ctx, assetId, ctx.now().toString())
}

export function unarchiveAsset(ctx: Ctx<User>, assetId: string): Promise<Asset> {
  return setArchived(ctx, assetId, null)
}

/** `archivedAt` null brings it back. Doing it twice is doing it once. */
function setArchived(ctx: Ctx<User>, assetId: string, archivedAt: string | null): Promise<Asset> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const locked = await lockAsset(tx, ctx.actor.userId, assetId)
    if (!locked) throw new AppError('asset_not_found')
    const { asset, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    if ((asset.archivedAt === null) === (archivedAt === null)) return viewAsset(asset)

    const saved = await updateAssetRow(tx, asset.id, { archivedAt }, now)
    const event = archivedAt === null ? 'asset.unarchived' : 'asset.archived'
    await audit(tx, ctx, { event, subjectId: asset.id, residenceId: asset.residenceId })
    return viewAsset(saved)
  })
}
