import Type from 'typebox'
import type { listContractors as route } from '#contract/contractors.ts'
import type { Input, Output } from '#contract/route.ts'
import { Uuid } from '#contract/values.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { viewContractor } from './contractor-view.ts'
import { listContractorsOf } from './queries.ts'

const Key = Type.Tuple([Type.Integer({ minimum: 0, maximum: 1 }), Type.String(), Uuid])

export async function listContractors(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor, search = '', specialty }: Input<typeof route>['query']
): Promise<Output<typeof route>> {
  const list = `contractors ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Key })
  await requireMember(ctx, residenceId)

  const words = search.split(/\s+/).filter((word) => word !== '')
  const rows = await listContractorsOf(ctx.db, { residenceId, specialty, words, after, limit: limit + 1 })

  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(viewContractor),
    nextCursor: last ? encodeCursor(ctx, list, [last.rank, last.sortName, last.id]) : null
  }
}
