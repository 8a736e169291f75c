import type { Output } from '#contract/route.ts'
import type { getCalendar as route } from '#contract/board.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { doneBetween, dueBetween, recurringBefore } from './calendar-queries.ts'
import { calendarEntries, mostEntries, refuseSpan, type Days } from './calendar-rules.ts'
import { findPlace } from './place-queries.ts'
import { placeAt } from './task-view.ts'

export async function getCalendar(ctx: Ctx<User>, residenceId: string, days: Days): Promise<Output<typeof route>> {
  refuseSpan(days)
  const member = await findPlace(ctx.db, ctx.actor.userId, residenceId)
  if (!member) throw new AppError('residence_not_found')

  const asked = { residenceId, ...days, limit: mostEntries + 1 }
  const found = await Promise.all([
    dueBetween(ctx.db, asked),
    recurringBefore(ctx.db, asked),
    doneBetween(ctx.db, asked)
  ])
  const [due, recurring, completed] = found

  const place = placeAt(member, ctx.now())
  const entries = calendarEntries(days, { tasks: [...recurring, ...due], completed }, place)
  const truncated = entries.length > mostEntries || found.some((part) => part.length > mostEntries)
  return { today: place.today.toString(), entries: entries.slice(0, mostEntries), truncated }
}
