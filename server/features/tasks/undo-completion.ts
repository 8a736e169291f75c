import type { Task } from '#contract/tasks.ts'
import { membersAmong, refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { lockCompletion, removeCompletion } from './completion-queries.ts'
import { undone } from './completion-rules.ts'
import { settledTask } from './settle-meter.ts'
import { placeAt, viewTask } from './task-view.ts'

export function undoCompletion(ctx: Ctx<User>, completionId: string): Promise<Task> {
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const locked = await lockCompletion(tx, ctx.actor.userId, completionId)
    if (!locked) throw new AppError('completion_not_found')
    const { task, member, completion } = locked
    refuseUnlessAllowed(member, 'task.complete')
    if (completion.number !== task.historyLength) throw new AppError('completion_not_latest')
    const { assigneeId } = completion.before
    const members = await membersAmong(tx, task.residenceId, assigneeId === null ? [] : [assigneeId])

    const progress = undone(task, completion.before, (userId) => members.has(userId))

    // the reading that came with it goes with it
    const removed = await removeCompletion(tx, locked, { completionId, progress, now: now.toString() })
    const saved = await settledTask(tx, removed, now.toString())
    await audit(tx, ctx, { event: 'completion.undone', subjectId: task.id, residenceId: task.residenceId })
    return viewTask(saved, placeAt(member, now))
  })
}
