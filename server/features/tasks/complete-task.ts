import type { completeTask as route, NewCompletion } from '#contract/completions.ts'
import type { Output } from '#contract/route.ts'
import { requireContractor } from '#server/features/contractors/access.ts'
import { requirePhotos, savePhotos } from '#server/features/files/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import { today } from '#server/platform/time-zone.ts'
import { doneCountsOf, lockTaskFor, saveCompletion } from './completion-queries.ts'
import { complete, contractorFor, dayOfCompletion } from './completion-rules.ts'
import { settledTask } from './settle-meter.ts'
import { takeReading } from './take-reading.ts'
import type { StoredTask } from './task-rules.ts'
import { placeAt, viewTask } from './task-view.ts'
import { tellDone } from './tell-done.ts'
import { tellTurns } from './tell-turns.ts'

const events = { done: 'task.completed', inspected: 'task.inspected', skipped: 'task.skipped' } as const

/**
 * Of two who complete the same date at once, one does; the other is told `task_already_done`. `given`: pictures that somebody
 * else has added for it.
 */
export function completeTask(
  ctx: Ctx<User>,
  taskId: string,
  input: NewCompletion,
  given: readonly string[] = []
): Promise<Output<typeof route>> {
  const { userId } = ctx.actor
  const doneBy = (input.completedBy ?? userId).toLowerCase()
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const locked = await lockTaskFor(tx, { userId, taskId, doneBy })
    if (!locked) throw new AppError('task_not_found')
    const { task, member, doerName, createdBy } = locked
    refuseUnlessAllowed(member, 'task.complete')
    if (doerName === null) throw new AppError('assignee_not_member')
    const doneCounts =
      task.assignment.rotation === 'least_done' ? await doneCountsOf(tx, task.id) : new Map<string, number>()

    const place = placeAt(member, now)
    const days = { today: place.today, doneOn: dayOf(input, member.timeZone, now) }
    const id = newId()
    const day = dayOfCompletion(task, input, days)
    const meter = await takeReading(tx, task, input, { day, userId, completionId: id, now: now.toString() })
    const circumstances = { ...days, doneBy, doneCounts, draw: ctx.random(), meterPosition: meter.position }
    const completed = complete(task, input, circumstances)

    const photos = await requirePhotos(tx, ctx, {
      residenceId: task.residenceId,
      fileIds: input.photoIds ?? [],
      before: given
    })
    const contractor = await requireContractor(tx, task.residenceId, contractorFor(task, input))
    const recorded = await saveCompletion(tx, task, completed, {
      ...input,
      id,
      contractor,
      completedBy: doneBy,
      recordedBy: userId,
      now: now.toString()
    })
    const meterReading = await meter.keep()
    const saved = await settledTask(tx, recorded, now.toString())
    await savePhotos(tx, { completionId: id, residenceId: task.residenceId }, photos)
    await audit(tx, ctx, { event: events[input.kind], subjectId: task.id, residenceId: task.residenceId })
    if (saved.assignment.currentId !== task.assignment.currentId) await tellTurns(tx, userId, [saved])
    await tellDone(tx, task, { kind: input.kind, completionId: id, createdBy, knowing: [userId, doneBy] })
    return {
      task: viewTask(saved, place),
      completion: {
        ...recordOf(task, input),
        id,
        completedOn: completed.completedOn,
        completedBy: { userId: doneBy, displayName: doerName },
        contractor,
        photos,
        meterReading,
        recordedAt: saved.updatedAt
      }
    }
  })
}

function dayOf({ doneAt }: NewCompletion, timeZone: string, now: Temporal.Instant): Temporal.PlainDate {
  return today(doneAt === undefined ? now : Temporal.Instant.from(doneAt), timeZone)
}

/** What was done, as it was said. */
function recordOf(task: StoredTask, { kind, minutes = null, cost = null, notes = null, rating = null }: NewCompletion) {
  const { id: taskId, title: taskTitle, dueOn } = task
  return { kind, taskId, taskTitle, dueOn, minutes, cost, notes, rating, invoice: null }
}
