import type { exportList as route } from '#contract/exchange.ts'
import type { Completion } from '#contract/completions.ts'
import type { Input } from '#contract/route.ts'
import { everyMeter } from '#server/features/assets/access.ts'
import { viewResidence } from '#server/features/residences/access.ts'
import { everyCompletion, everyTask, readingCells, readingColumns } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { csv } from '#server/platform/csv.ts'
import { file, type Answer } from '#server/platform/http/handle.ts'
import { taskCalendar } from './task-calendar.ts'
import { taskColumns, taskRow } from './task-table.ts'

/** With the right of whoever asks; ends where they are a member no more. */
export async function exportList(
  ctx: Ctx<User>,
  publicUrl: string,
  { params: { residenceId, list } }: Input<typeof route>
): Promise<Answer<never>> {
  const { residence } = await viewResidence(ctx.db, ctx, residenceId)
  const name = `honeydue-${list}`
  if (list === 'tasks.ics') {
    const tasks = await Array.fromAsync(everyTask(ctx, residenceId))
    return file({ name, type: 'text/calendar', bytes: Buffer.from(taskCalendar(tasks, residence, publicUrl)) })
  }
  const meterNames = new Map<string, string>()
  for await (const { id, name: meter } of everyMeter(ctx, residenceId)) meterNames.set(id, meter)
  const lines =
    list === 'tasks.csv'
      ? csv(
          taskColumns,
          mapped(everyTask(ctx, residenceId), (task) => taskRow(task, meterNames))
        )
      : csv(historyColumns, mapped(everyCompletion(ctx, residenceId), historyRow))
  return file({ name, type: 'text/csv', bytes: Buffer.from((await Array.fromAsync(lines)).join('')) })
}

const historyColumns = [
  'completedOn',
  'taskTitle',
  'kind',
  'completedBy',
  'minutes',
  'costMinor',
  'currency',
  'rating',
  'notes',
  'dueOn',
  ...readingColumns
] as const

function historyRow({ completedBy, cost, meterReading, ...completion }: Completion) {
  return {
    ...completion,
    completedBy: completedBy?.displayName ?? '',
    costMinor: cost?.minor ?? '',
    currency: cost?.currency ?? '',
    ...readingCells(meterReading)
  }
}

async function* mapped<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncIterable<U> {
  for await (const item of items) yield map(item)
}
