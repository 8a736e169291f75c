import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { taggedContractor, type TaggedContractor } from './contractor-view.ts'
import { findContractor } from './queries.ts'

export function getContractor(ctx: Ctx<User>, contractorId: string): Promise<TaggedContractor> {
  return readContractor(ctx.db, ctx, contractorId)
}

/** Throws `contractor_not_found`. */
export async function readContractor(db: Db, ctx: Ctx<User>, contractorId: string): Promise<TaggedContractor> {
  const found = await findContractor(db, ctx.actor.userId, contractorId)
  if (!found) throw new AppError('contractor_not_found')
  return taggedContractor(found)
}
