import type { TaskChange } from '#contract/tasks.ts'
import { refuseForeign } from '#server/features/assets/access.ts'
import { requireContractor } from '#server/features/contractors/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { lockTask, saveTask } from './queries.ts'
import { refuseStrangers } from './refuse-strangers.ts'
import { settledTask } from './settle-meter.ts'
import { changedTask } from './task-rules.ts'
import { matchesTask, placeAt, taggedTask, type TaggedTask } from './task-view.ts'
import { tellTurns } from './tell-turns.ts'

/** `ifMatch`: the tag that the caller has read; throws `precondition_failed` when somebody changed the task since. */
export function updateTask(
  ctx: Ctx<User>,
  taskId: string,
  change: TaskChange,
  ifMatch: string | undefined
): Promise<TaggedTask> {
  const { userId } = ctx.actor
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const locked = await lockTask(tx, userId, taskId)
    if (!locked) throw new AppError('task_not_found')
    const { task, member } = locked
    refuseUnlessAllowed(member, 'task.write')
    const place = placeAt(member, now)
    if (ifMatch !== undefined && !matchesTask(ifMatch, task, place)) throw new AppError('precondition_failed')

    const changed = changedTask(task, change, { today: place.today, newId })
    if (change.assignment) await refuseStrangers(tx, task.residenceId, [changed])
    await refuseForeign(tx, task.residenceId, [{ ...change, path: '' }])
    await requireContractor(tx, task.residenceId, change.contractorId)

    const saved = await settledTask(tx, await saveTask(tx, changed, now.toString()), now.toString())
    await audit(tx, ctx, { event: 'task.updated', subjectId: task.id, residenceId: task.residenceId })
    if (saved.assignment.currentId !== task.assignment.currentId) await tellTurns(tx, userId, [saved])
    return taggedTask(saved, place)
  })
}
