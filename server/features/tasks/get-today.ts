import type { Output } from '#contract/route.ts'
import type { getToday as route } from '#contract/board.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { readFirstCards } from './board-queries.ts'
import { firstPageSize, todayRanges } from './board-rules.ts'
import { countTasks } from './count-queries.ts'
import { listPlaces } from './place-queries.ts'
import { placeAt } from './task-view.ts'

/** Each residence by its own date. */
export async function getToday(ctx: Ctx<User>): Promise<Output<typeof route>> {
  const places = (await listPlaces(ctx.db, ctx.actor.userId)).map((member) => {
    const { residenceId, name } = member
    const place = placeAt(member, ctx.now())
    return { residenceId, name, place, ranges: todayRanges(place.today) }
  })
  const counted = places.flatMap(({ residenceId, ranges: { overdue, dueToday, dueThisWeek } }) =>
    [overdue, dueToday, dueThisWeek].map((range) => ({ ...range, residenceId }))
  )
  const wanted = places.map(({ residenceId, place, ranges }) => ({
    residenceId,
    to: ranges.dueThisWeek.to,
    ranges: place.ranges
  }))
  const [counts, cards] = await Promise.all([
    countTasks(ctx.db, counted),
    readFirstCards(ctx.db, wanted, firstPageSize)
  ])

  const residences = places.map(({ residenceId, name, place }, index) => {
    const [overdue = 0, dueToday = 0, dueThisWeek = 0] = counts.slice(3 * index)
    return { residenceId, name, today: place.today.toString(), overdue, dueToday, dueThisWeek }
  })
  return { residences, cards }
}
