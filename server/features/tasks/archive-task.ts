import type { Task } from '#contract/tasks.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { changeTask } from './change-task.ts'
import { archived, unarchived } from './task-rules.ts'

export function archiveTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.archived', archived)
}

export function unarchiveTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.unarchived', unarchived)
}
