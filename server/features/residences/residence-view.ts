import type { Residence } from '#contract/residences.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { etagOf } from '#server/platform/etag.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { today } from '#server/platform/time-zone.ts'
import { findResidence, type ResidenceRow } from './queries.ts'

/** The tag covers all that can change of the answer: the row, the caller's role, the number of members and the date. */
export type TaggedResidence = { residence: Residence; etag: string }

/** As the caller sees it; throws `residence_not_found`. */
export async function viewResidence(db: Db, ctx: Ctx<User>, residenceId: string): Promise<TaggedResidence> {
  const found = await findResidence(db, ctx.actor.userId, residenceId)
  if (!found) throw new AppError('residence_not_found')
  const { version, ...row } = found
  const residence = datedResidence(row, ctx.now())
  return { residence, etag: etagOf(version, row.role, row.memberCount, residence.today) }
}

export function datedResidence(row: ResidenceRow, now: Temporal.Instant): Residence {
  return { ...row, today: today(now, row.timeZone).toString() }
}
