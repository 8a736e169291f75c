import { createTask, type NewTask, type Task } from '#contract/tasks.ts'
import type { Every } from '#contract/schedule.ts'
import type { Person } from './harness.ts'

/** A task through the API: one-time and without a date, unless said otherwise. */
export function makeTask(maker: Person, residenceId: string, details: Partial<NewTask> = {}): Promise<Task> {
  const body: NewTask = { title: 'Clean the gutters', schedule: { kind: 'once' }, ...details }
  return maker.call(createTask, { params: { residenceId }, body })
}

/** Every `every` units, counted from the due date. */
export function every(count: number, unit: Every['unit'], rest: Partial<Every> = {}): Every {
  return { kind: 'every', every: count, unit, basis: 'due', ...rest }
}
