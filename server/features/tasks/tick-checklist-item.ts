import type { Task } from '#contract/tasks.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { changeTask } from './change-task.ts'
import { ticked } from './task-rules.ts'

export function tickChecklistItem(
  ctx: Ctx<User>,
  { taskId, itemId }: { taskId: string; itemId: string },
  done: boolean
): Promise<Task> {
  const event = done ? 'checklist_item.ticked' : 'checklist_item.unticked'
  return changeTask(ctx, taskId, event, (task) => ticked(task, itemId, done))
}
