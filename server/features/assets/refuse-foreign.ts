import type { FieldProblem } from '#contract/errors.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { idsAmong } from './asset-queries.ts'

/** What names a room, an appliance or a meter; `path`: JSON Pointer of it within the body. */
export type Naming = {
  readonly path: string
  readonly areaId?: string | null | undefined
  readonly assetId?: string | null | undefined
  readonly meter?: { readonly meterId: string } | null | undefined
}

/** Only what is of the same home is named; throws `not_of_this_home`. */
export async function refuseForeign(db: Db, residenceId: string, naming: readonly Naming[]): Promise<void> {
  const known = {
    areaId: await idsAmong(db, 'areas', { residenceId, ids: named(naming, 'areaId') }),
    assetId: await idsAmong(db, 'assets', { residenceId, ids: named(naming, 'assetId') }),
    meterId: await idsAmong(db, 'meters', { residenceId, ids: naming.flatMap(({ meter }) => meter?.meterId ?? []) })
  }
  const fields = naming.flatMap(({ path, areaId, assetId, meter }) => [
    ...problem(known.areaId, areaId, `${path}/areaId`),
    ...problem(known.assetId, assetId, `${path}/assetId`),
    ...problem(known.meterId, meter?.meterId, `${path}/meter/meterId`)
  ])
  if (fields.length > 0) throw new AppError('not_of_this_home', { fields })
}

function problem(known: ReadonlySet<string>, id: string | null | undefined, path: string): FieldProblem[] {
  return !id || known.has(id.toLowerCase()) ? [] : [{ in: 'body', path, reason: 'not_of_this_home' }]
}

function named(naming: readonly Naming[], field: 'areaId' | 'assetId'): string[] {
  return naming.flatMap((each) => each[field] ?? [])
}
