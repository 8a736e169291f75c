import type { Ctx, User } from '#server/platform/context.ts'
import { today } from '#server/platform/time-zone.ts'
import { listPlaces } from './place-queries.ts'
import { readComing, readLate, type TaskToDo } from './to-do-queries.ts'

export type TasksOfHome = {
  readonly name: string
  readonly timeZone: string
  readonly tasks: readonly TaskToDo[]
}

/** What is to be done in all homes of a person that are not archived: the `coming` nearest and the `late` latest of all. */
export async function tasksToDo(
  ctx: Ctx<User>,
  limits: { readonly coming: number; readonly late: number }
): Promise<TasksOfHome[]> {
  const places = await listPlaces(ctx.db, ctx.actor.userId)
  const homes = await Promise.all(
    places.map(async ({ residenceId, timeZone, ...place }) => {
      const asked = { residenceId, today: today(ctx.now(), timeZone).toString() }
      const [coming, late] = await Promise.all([
        readComing(ctx.db, { ...asked, limit: limits.coming }),
        readLate(ctx.db, { ...asked, limit: limits.late })
      ])
      return { name: place.name, timeZone, coming, late }
    })
  )
  const nearest = first(homes.flatMap(({ coming }) => coming).toSorted(byDate), limits.coming)
  const latest = first(
    homes.flatMap(({ late }) => late).toSorted((one, other) => byDate(other, one)),
    limits.late
  )
  return homes.map(({ name, timeZone, coming, late }) => ({
    name,
    timeZone,
    tasks: [...late.filter(({ id }) => latest.has(id)), ...coming.filter(({ id }) => nearest.has(id))]
  }))
}

function first(tasks: readonly TaskToDo[], limit: number): ReadonlySet<string> {
  return new Set(tasks.slice(0, limit).map(({ id }) => id))
}

function byDate(one: TaskToDo, other: TaskToDo): number {
  const [left, right] = [sortKey(one), sortKey(other)]
  return left < right ? -1 : Number(left > right)
}

function sortKey({ dueOn, id }: TaskToDo): string {
  return `${dueOn ?? 'infinity'} ${id}`
}
