import type { Db } from '#server/platform/postgres/connect.ts'
import type { DoneFacts } from './done-words.ts'

export type DoneNotice = DoneFacts & {
  readonly userId: string
  readonly taskId: string
  readonly residenceId: string
  readonly recordedAt: string
}

/**
 * Of these people those who are to be told by now: they are still members, have proved their address, can sign in, and want
 * to know. Nobody where the completion has been taken back.
 */
export async function doneNotices(
  db: Db,
  { completionId, userIds }: { completionId: string; userIds: readonly string[] }
): Promise<DoneNotice[]> {
  const rows = await db
    .selectFrom('completions')
    .innerJoin('tasks', 'tasks.id', 'completions.task_id')
    .innerJoin('memberships', 'memberships.residence_id', 'completions.residence_id')
    .innerJoin('users as reader', 'reader.id', 'memberships.user_id')
    .innerJoin('users as doer', 'doer.id', 'completions.completed_by')
    .where('completions.id', '=', completionId)
    .where('reader.id', 'in', userIds)
    .where('reader.email_verified_at', 'is not', null)
    .where('reader.disabled_at', 'is', null)
    .where('reader.done_notices', '<>', 'none')
    .select(['reader.id as userId', 'reader.language', 'reader.done_notices as detail', 'doer.display_name as doer'])
    .select(['tasks.id as taskId', 'tasks.title', 'tasks.residence_id as residenceId'])
    .select('completions.recorded_at as recordedAt')
    .$narrowType<{ detail: DoneFacts['detail'] }>()
    .execute()
  return rows
}
