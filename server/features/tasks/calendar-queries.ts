import type { Schedule } from '#contract/schedule.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import type { TaskState } from './board-rules.ts'
import type { CompletedOn, DatedTask } from './calendar-rules.ts'

type Days = { residenceId: string; from: string; to: string; limit: number }

/** Tasks that fall due on one of the days, by date. */
export async function dueBetween(db: Db, { residenceId, from, to, limit }: Days): Promise<DatedTask[]> {
  return readDated(db, residenceId)
    .where('sort_on', '>=', from)
    .where('sort_on', '<=', to)
    .orderBy('sort_on')
    .limit(limit)
    .execute()
    .then(dated)
}

/** Recurring tasks that were or will be due before the days begin, the latest first: their later dates may lie within. */
export async function recurringBefore(db: Db, { residenceId, from, limit }: Omit<Days, 'to'>): Promise<DatedTask[]> {
  return readDated(db, residenceId)
    .where('recurring', '=', true)
    .where('sort_on', '<', from)
    .orderBy('sort_on', 'desc')
    .limit(limit)
    .execute()
    .then(dated)
}

function readDated(db: Db, residenceId: string) {
  const onBoard: readonly TaskState[] = ['open', 'in_progress']
  return db
    .selectFrom('tasks')
    .select(['id', 'title', 'schedule', 'anchor_on', 'due_on', 'time_of_day', 'assignee_id', 'state'])
    .where('residence_id', '=', residenceId)
    .where('state', 'in', onBoard)
}

type DatedRow = Awaited<ReturnType<ReturnType<typeof readDated>['execute']>>[number]

function dated(rows: readonly DatedRow[]): DatedTask[] {
  return rows.flatMap((row) => {
    if (row.due_on === null) return []
    return {
      taskId: row.id,
      title: row.title,
      schedule: row.schedule as Schedule, // only validated ones are written
      anchorOn: row.anchor_on ?? row.due_on,
      dueOn: row.due_on,
      timeOfDay: row.time_of_day,
      assigneeId: row.assignee_id,
      state: row.state
    }
  })
}

/** What was done on the days, by date. */
export function doneBetween(db: Db, { residenceId, from, to, limit }: Days): Promise<CompletedOn[]> {
  return db
    .selectFrom('completions')
    .innerJoin('tasks', 'tasks.id', 'completions.task_id')
    .select([
      'completions.completed_on as on',
      'tasks.id as taskId',
      'tasks.title',
      'completions.completed_by as assigneeId'
    ])
    .where('completions.residence_id', '=', residenceId)
    .where('completions.kind', '=', 'done')
    .where('completions.completed_on', '>=', from)
    .where('completions.completed_on', '<=', to)
    .orderBy('completions.completed_on')
    .orderBy('completions.id')
    .limit(limit)
    .execute()
}
