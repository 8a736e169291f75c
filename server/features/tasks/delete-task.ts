import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { deleteTaskRow, lockTask } from './queries.ts'

/** With its history. */
export function deleteTask(ctx: Ctx<User>, taskId: string): Promise<undefined> {
  return ctx.write(async (tx) => {
    const locked = await lockTask(tx, ctx.actor.userId, taskId)
    if (!locked) throw new AppError('task_not_found')
    const { task, member } = locked
    refuseUnlessAllowed(member, 'task.delete')

    await deleteTaskRow(tx, task.id)
    await audit(tx, ctx, { event: 'task.deleted', subjectId: task.id, residenceId: task.residenceId })
    return undefined
  })
}
