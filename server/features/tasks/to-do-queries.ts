import type { Schedule } from '#contract/schedule.ts'
import type { Task } from '#contract/tasks.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { TaskState } from './board-rules.ts'

/** What of an open task goes out to calendars. */
export type TaskToDo = Pick<
  Task,
  | 'id'
  | 'title'
  | 'priority'
  | 'schedule'
  | 'anchorOn'
  | 'dueOn'
  | 'estimatedMinutes'
  | 'inProgressSince'
  | 'createdAt'
  | 'updatedAt'
> & { readonly version: number }

export type Nearest = { readonly residenceId: string; readonly today: string; readonly limit: number }

const states: readonly TaskState[] = ['open', 'in_progress']

/** The next that are due, today's first and those without a date last; of each state one range of the board's index. */
export async function readComing(db: Db, { residenceId, today, limit }: Nearest): Promise<TaskToDo[]> {
  const found = await Promise.all(
    states.map((state) =>
      tasksOf(db, residenceId, state)
        .where('sort_on', '>=', today)
        .orderBy('sort_on')
        .orderBy('id')
        .limit(limit)
        .execute()
    )
  )
  return found.flat().map(taskToDo)
}

/** The last that were due before today. */
export async function readLate(db: Db, { residenceId, today, limit }: Nearest): Promise<TaskToDo[]> {
  const found = await Promise.all(
    states.map((state) =>
      tasksOf(db, residenceId, state)
        .where('sort_on', '<', today)
        .orderBy('sort_on', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute()
    )
  )
  return found.flat().map(taskToDo)
}

function tasksOf(db: Db, residenceId: string, state: TaskState) {
  return db
    .selectFrom('tasks')
    .select([
      'id',
      'title',
      'priority',
      'schedule',
      'anchor_on',
      'due_on',
      'estimated_minutes',
      'in_progress_since',
      'created_at',
      'updated_at',
      'version'
    ])
    .where('residence_id', '=', residenceId)
    .where('state', '=', state)
}

type Row = Awaited<ReturnType<ReturnType<typeof tasksOf>['execute']>>[number]

function taskToDo(row: Row): TaskToDo {
  return {
    id: row.id,
    title: row.title,
    priority: row.priority,
    schedule: row.schedule as Schedule, // only validated ones are written
    anchorOn: row.anchor_on,
    dueOn: row.due_on,
    estimatedMinutes: row.estimated_minutes,
    inProgressSince: row.in_progress_since,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version
  }
}
