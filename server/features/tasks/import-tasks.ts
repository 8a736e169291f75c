import type { NewTask } from '#contract/tasks.ts'
import { requireRoom } from '#server/features/plans/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { today } from '#server/platform/time-zone.ts'
import { lockPlace } from './place-queries.ts'
import { insertTasks } from './queries.ts'
import { newTask } from './task-rules.ts'

/** A task that has a life behind it: `dueOn` is where its schedule stands. */
export type ImportedTask = NewTask & { readonly dueOn?: string | null }

/** Adds tasks and gives back their ids, in their order. */
export type AddTasks = (tasks: readonly ImportedTask[]) => Promise<string[]>

/** A transaction in which tasks can be added to a home; one event for all of them. They are anyone's: nobody is told. */
export function addImportedTasks<T>(
  ctx: Ctx<User>,
  residenceId: string,
  run: (tx: Tx, add: AddTasks) => Promise<T>
): Promise<T> {
  const { userId } = ctx.actor
  return ctx.write(async (tx) => {
    const member = await lockPlace(tx, userId, residenceId)
    if (!member) throw new AppError('residence_not_found')
    refuseUnlessAllowed(member, 'task.write')
    const day = today(ctx.now(), member.timeZone)

    return run(tx, async (tasks) => {
      if (tasks.length === 0) return []
      await requireRoom(tx, ctx, { of: 'tasks', residenceId, adds: tasks.length })
      const rows = tasks.map(({ dueOn, ...input }, index) => {
        const made = newTask(input, { today: day, newId, path: `/${index}` })
        return { ...made, ...(dueOn !== undefined && { dueOn }), id: newId(), templateId: null }
      })
      await insertTasks(tx, rows, { residenceId, userId, now: ctx.now().toString() })
      await audit(tx, ctx, { event: 'tasks.imported', subjectId: residenceId, residenceId })
      return rows.map(({ id }) => id)
    })
  })
}
