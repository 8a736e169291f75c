import type { Task } from '#contract/tasks.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { changeTask } from './change-task.ts'
import { cancelled, uncancelled } from './task-rules.ts'

export function cancelTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.cancelled', cancelled)
}

export function uncancelTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.uncancelled', uncancelled)
}
