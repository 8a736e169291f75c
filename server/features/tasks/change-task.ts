import type { Task } from '#contract/tasks.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit, type AuditEvent } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { lockTask, saveTask } from './queries.ts'
import type { StoredTask } from './task-rules.ts'
import { placeAt, viewTask } from './task-view.ts'

/**
 * The verbs that set one thing: load, decide, save. A decision that gives back the task itself changes nothing, so that doing
 * it twice is doing it once.
 */
export function changeTask(
  ctx: Ctx<User>,
  taskId: string,
  event: AuditEvent['event'],
  decide: (task: StoredTask, now: string) => StoredTask
): Promise<Task> {
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const locked = await lockTask(tx, ctx.actor.userId, taskId)
    if (!locked) throw new AppError('task_not_found')
    const { task, member } = locked
    refuseUnlessAllowed(member, 'task.write')
    const place = placeAt(member, now)

    const decided = decide(task, now.toString())
    if (decided === task) return viewTask(task, place)

    if (isOffBoard(task) && !isOffBoard(decided))
      await requireRoom(tx, ctx, { of: 'tasks', residenceId: task.residenceId })
    const saved = await saveTask(tx, decided, now.toString())
    await audit(tx, ctx, { event, subjectId: task.id, residenceId: task.residenceId })
    return viewTask(saved, place)
  })
}

function isOffBoard({ archivedAt, cancelledAt }: StoredTask): boolean {
  return archivedAt !== null || cancelledAt !== null
}
