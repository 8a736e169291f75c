import Type from 'typebox'
import type { Input, Output } from '#contract/route.ts'
import type { listTasks as route } from '#contract/tasks.ts'
import { Uuid } from '#contract/values.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { decodeCursor, encodeCursor } from '#server/platform/cursor.ts'
import { AppError } from '#server/platform/errors.ts'
import { latest, type TaskState } from './board-rules.ts'
import { SortDate } from './cursors.ts'
import { listTasksOf, type TaskList } from './list-queries.ts'
import { findPlace } from './place-queries.ts'
import { searchTerms } from '#server/platform/search-terms.ts'
import { placeAt, viewTask } from './task-view.ts'

const Key = Type.Tuple([SortDate, Uuid])

type Query = Input<typeof route>['query']

const states: Readonly<Record<NonNullable<Query['state']>, readonly TaskState[]>> = {
  active: ['open', 'in_progress'],
  completed: ['completed'],
  cancelled: ['off_board'],
  archived: ['off_board'],
  all: ['open', 'in_progress', 'completed', 'off_board']
}

export async function listTasks(ctx: Ctx<User>, residenceId: string, query: Query): Promise<Output<typeof route>> {
  const { limit = 50, cursor } = query
  const list = `tasks ${residenceId}`
  const after = cursor === undefined ? undefined : decodeCursor(ctx, list, { cursor, schema: Key })
  const member = await findPlace(ctx.db, ctx.actor.userId, residenceId)
  if (!member) throw new AppError('residence_not_found')

  const tasks = await listTasksOf(ctx.db, { ...filters(query), residenceId, after, limit: limit + 1 })

  const shown = tasks.slice(0, limit)
  const last = tasks.length > limit ? shown.at(-1) : undefined
  const place = placeAt(member, ctx.now())
  return {
    items: shown.map((task) => viewTask(task, place)),
    nextCursor: last ? encodeCursor(ctx, list, [last.dueOn ?? latest, last.id]) : null
  }
}

function filters(query: Query): Omit<TaskList, 'residenceId' | 'after' | 'limit'> {
  const { state = 'active', search } = query
  return {
    states: states[state],
    offBoard: state === 'cancelled' || state === 'archived' ? state : undefined,
    terms: search === undefined ? undefined : searchTerms(search),
    category: query.category,
    priority: query.priority,
    assignee: query.assignee,
    assetId: query.assetId,
    areaId: query.areaId,
    dueFrom: query.dueFrom,
    dueTo: query.dueTo
  }
}
