import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { findTask } from './queries.ts'
import { placeAt, taggedTask, type TaggedTask } from './task-view.ts'

export async function getTask(ctx: Ctx<User>, taskId: string): Promise<TaggedTask> {
  const found = await findTask(ctx.db, ctx.actor.userId, taskId)
  if (!found) throw new AppError('task_not_found')

  return taggedTask(found.task, placeAt(found.member, ctx.now()))
}
