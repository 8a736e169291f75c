import Type from 'typebox'
import type { listDocuments as route } from '#contract/documents.ts'
import type { Input, Output } from '#contract/route.ts'
import { Nullable, PlainDate, Uuid } from '#contract/values.ts'
import { requireMember } from '#server/features/residences/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { today } from '#server/platform/time-zone.ts'
import { listDocumentsOf } from './document-queries.ts'
import { endRange } from './document-rules.ts'
import { viewDocument } from './document-view.ts'

const Key = Type.Tuple([Uuid, Nullable(PlainDate)])

type Query = Input<typeof route>['query']

export async function listDocuments(
  ctx: Ctx<User>,
  residenceId: string,
  { limit = 50, cursor, kind, ends, assetId, contractorId }: Query
): Promise<Output<typeof route>> {
  const list = ['documents', residenceId, kind, ends, assetId, contractorId].join(' ')
  const [id, endsOn] = cursor === undefined ? [] : decodeCursor(ctx, list, { cursor, schema: Key })
  const { timeZone } = await requireMember(ctx, residenceId)

  const found = await listDocumentsOf(ctx.db, {
    residenceId,
    kind,
    assetId,
    contractorId,
    ends: ends && endRange(ends, today(ctx.now(), timeZone)),
    after: id === undefined ? undefined : { id, endsOn: endsOn ?? null },
    limit: limit + 1
  })

  const shown = found.slice(0, limit)
  const last = found.length > limit ? shown.at(-1) : undefined
  return {
    items: shown.map(viewDocument),
    nextCursor: last ? encodeCursor(ctx, list, [last.id, last.endsOn]) : null
  }
}
