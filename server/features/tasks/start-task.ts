import type { Task } from '#contract/tasks.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { changeTask } from './change-task.ts'
import { started, stopped } from './task-rules.ts'

export function startTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.started', started)
}

export function stopTask(ctx: Ctx<User>, taskId: string): Promise<Task> {
  return changeTask(ctx, taskId, 'task.stopped', stopped)
}
