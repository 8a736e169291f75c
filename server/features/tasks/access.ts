import type { Completion } from '#contract/completions.ts'
import type { Task } from '#contract/tasks.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { listHistory, type HistoryPage } from './history-queries.ts'
import { listTasksOf } from './list-queries.ts'
import { findPlace } from './place-queries.ts'
import { placeAt, viewTask } from './task-view.ts'

export { completeTask } from './complete-task.ts'
export { addTemplateTasks } from './create-tasks.ts'
export { addImportedTasks } from './import-tasks.ts'
export { tasksAmong } from './queries.ts'
export { readingCells, readingColumns } from './reading-cells.ts'
export { fromRrule } from './recurrence/from-rrule.ts'
export { firstOn, nextAfter } from './recurrence/occurrences.ts'
export { scheduleProblems } from './recurrence/schedule-problems.ts'
export { toRrule } from './recurrence/to-rrule.ts'
export { tasksToDo, type TasksOfHome } from './tasks-to-do.ts'
export { findTask } from './queries.ts'
export { templatesInUse } from './template-queries.ts'

const pageSize = 500

/** All tasks of a home as the reader sees them, by due date; ends where they are a member no more. */
export async function* everyTask(ctx: Ctx<User>, residenceId: string): AsyncIterable<Task> {
  let after: readonly [string, string] | undefined
  for (;;) {
    const place = await findPlace(ctx.db, ctx.actor.userId, residenceId)
    if (!place) return
    const tasks = await listTasksOf(ctx.db, { ...allTasks, residenceId, after, limit: pageSize })
    yield* tasks.map((task) => viewTask(task, placeAt(place, ctx.now())))
    const last = tasks.at(-1)
    if (!last || tasks.length < pageSize) return
    after = [last.dueOn ?? 'infinity', last.id]
  }
}

const allTasks = {
  states: ['off_board', 'completed', 'in_progress', 'open'],
  offBoard: undefined,
  terms: undefined,
  category: undefined,
  priority: undefined,
  assignee: undefined,
  assetId: undefined,
  areaId: undefined,
  dueFrom: undefined,
  dueTo: undefined
} as const

/** Which completions of a home are wanted; of all where nothing is said. */
export type Selection = Pick<HistoryPage, 'from' | 'to' | 'category' | 'assetId' | 'taskIds'>

/** A home's history, newest day first; ends where the reader is a member no more. */
export async function* everyCompletion(
  ctx: Ctx<User>,
  residenceId: string,
  selection: Selection = {}
): AsyncIterable<Completion> {
  let after: readonly [string, string] | undefined
  for (;;) {
    if (!(await findPlace(ctx.db, ctx.actor.userId, residenceId))) return
    const completions = await listHistory(ctx.db, { ...selection, residenceId, after, limit: pageSize })
    yield* completions
    const last = completions.at(-1)
    if (!last || completions.length < pageSize) return
    after = [last.completedOn, last.id]
  }
}
