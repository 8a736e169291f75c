import type { FieldProblem } from '#contract/errors.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { idsAmong } from './asset-queries.ts'

/** What names a room or an appliance; `path`: JSON Pointer of it within the body. */
export type Naming = {
  readonly path: string
  readonly areaId?: string | null | undefined
  readonly assetId?: string | null | undefined
}

/** Only rooms and appliances of the same home are named; throws `not_of_this_home`. */
export async function refuseForeign(db: Db, residenceId: string, naming: readonly Naming[]): Promise<void> {
  const known = {
    areaId: await idsAmong(db, 'areas', { residenceId, ids: named(naming, 'areaId') }),
    assetId: await idsAmong(db, 'assets', { residenceId, ids: named(naming, 'assetId') })
  }
  const fields = naming.flatMap((each) =>
    (['areaId', 'assetId'] as const)
      .filter((field) => each[field] && !known[field].has(each[field].toLowerCase()))
      .map((field): FieldProblem => ({ in: 'body', path: `${each.path}/${field}`, reason: 'not_of_this_home' }))
  )
  if (fields.length > 0) throw new AppError('not_of_this_home', { fields })
}

function named(naming: readonly Naming[], field: 'areaId' | 'assetId'): string[] {
  return naming.flatMap((each) => each[field] ?? [])
}
