import type { GuestLink } from '#contract/guests.ts'
import { findTask } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { viewLinks } from './link-view.ts'
import { linksOfTask, waitingLinks } from './queries.ts'

export async function listGuestLinks(ctx: Ctx<User>, taskId: string): Promise<{ items: GuestLink[] }> {
  const { userId } = ctx.actor
  if (!(await findTask(ctx.db, userId, taskId))) throw new AppError('task_not_found')
  const links = await linksOfTask(ctx.db, userId, { taskId, now: ctx.now().toString() })
  return { items: await viewLinks(ctx.db, links) }
}

const most = 20

export async function listWaitingWork(ctx: Ctx<User>): Promise<{ items: GuestLink[] }> {
  return { items: await viewLinks(ctx.db, await waitingLinks(ctx.db, ctx.actor.userId, most)) }
}
