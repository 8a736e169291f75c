import type { TaskChange } from '#contract/tasks.ts'
import { formatList } from '../../../../messages/formats.ts'
import { t, type PlainKey } from '../../../../messages/i18n.ts'

const keys: Record<keyof TaskChange, PlainKey> = {
  title: 'task.name',
  notes: 'task.notes',
  category: 'task.category',
  priority: 'task.priority',
  estimatedMinutes: 'task.estimatedMinutes',
  estimatedCost: 'task.estimatedCost',
  meter: 'meters.meter',
  assetId: 'task.asset',
  areaId: 'task.area',
  assignment: 'task.who',
  checklist: 'task.checklist',
  schedule: 'task.rhythm',
  startOn: 'task.rhythm',
  contractorId: 'contractors.choose',
  dueOn: 'taskForm.dueOn'
}

/** What a person calls the parts of a task that a change touches: "Title and Checklist". */
export function partNames(change: TaskChange): string {
  const names = (Object.keys(change) as (keyof TaskChange)[]).map((part) => t(keys[part])) // made by changeOf, nothing else in it
  return formatList([...new Set(names)])
}
