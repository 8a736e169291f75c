import type { Member } from '#contract/residences.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { listMembersFor } from './member-queries.ts'

export async function listMembers(ctx: Ctx<User>, residenceId: string, db: Db = ctx.db): Promise<{ items: Member[] }> {
  const items = await listMembersFor(db, ctx.actor.userId, residenceId)
  if (items.length === 0) throw new AppError('residence_not_found')
  return { items }
}
