import type { Task } from '#contract/tasks.ts'
import { toRrule } from '#server/features/tasks/access.ts'
import { ownColumns } from '../lists/formats/own-table.ts'

export const taskColumns = ownColumns

/**
 * A task as a line of a table: what people read, and beside it what it is made of again (own-table.ts). `meterNames`: of its
 * home, by id.
 */
export function taskRow(
  task: Task,
  meterNames: ReadonlyMap<string, string>
): Record<(typeof ownColumns)[number], string> {
  const { checklist, schedule, anchorOn, meter } = task
  return guarded({
    id: task.id,
    title: task.title,
    notes: cell(task.notes),
    category: task.category,
    priority: task.priority,
    dueOn: cell(task.dueOn),
    repeats: cell(anchorOn && toRrule(schedule, Temporal.PlainDate.from(anchorOn))),
    estimatedMinutes: cell(task.estimatedMinutes),
    estimatedCostMinor: cell(task.estimatedCost?.minor),
    currency: cell(task.estimatedCost?.currency),
    checklist: checklist.length === 0 ? '' : JSON.stringify(checklist.map(({ title }) => title)),
    schedule: JSON.stringify(schedule),
    anchorOn: cell(anchorOn),
    state: stateOf(task),
    meter: cell(meter && meterNames.get(meter.meterId)),
    meterEvery: cell(meter?.every)
  })
}

function cell(value: string | number | null | undefined): string {
  return String(value ?? '')
}

/** What is open becomes a task again; the others say why they do not. */
export function stateOf({ cancelledAt, archivedAt, column }: Task): 'open' | 'completed' | 'cancelled' | 'archived' {
  if (archivedAt !== null) return 'archived'
  if (cancelledAt !== null) return 'cancelled'
  return column === 'completed_tasks' ? 'completed' : 'open'
}

/** One more apostrophe where some are there already, so that taking one away gives back what was there. */
function guarded<R extends Record<string, string>>(row: R): R {
  const cells = Object.entries(row).map(([name, text]) => [
    name,
    /^'+[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text
  ])
  return Object.fromEntries(cells) as R // of the same columns
}
