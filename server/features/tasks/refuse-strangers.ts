import { membersAmong } from '#server/features/residences/access.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { namedMembers, type TaskDetails } from './task-rules.ts'

/** Only members take part in a task; throws `assignee_not_member`. */
export async function refuseStrangers(
  tx: Tx,
  residenceId: string,
  tasks: readonly Pick<TaskDetails, 'assignment'>[]
): Promise<void> {
  const named = namedMembers(tasks)
  if (named.length === 0) return
  const members = await membersAmong(tx, residenceId, named)
  if (named.some((userId) => !members.has(userId))) throw new AppError('assignee_not_member')
}
