import { meterDueOn, whicheverFirst, type Pace } from './recurrence/meter-due.ts'
import type { StoredTask } from './task-rules.ts'

/** What of a task its meter decides. */
export type MeterState = Pick<StoredTask, 'meterBase' | 'meterHeld' | 'meterEvery' | 'scheduleDueOn'>

/** Where the meter is, and the day on which it showed what the task waits for. */
export type MeterNow = { readonly pace: Pace; readonly reachedOn: string | undefined }

/**
 * When a task with a meter is due: whichever comes first, the date of its schedule or the day on which its meter gets there. A
 * date that somebody set holds until it is done. The first reading of all is where counting begins.
 */
export function settled(task: MeterState, now: MeterNow | undefined): Pick<StoredTask, 'dueOn' | 'meterBase'> {
  const meterBase = task.meterBase ?? now?.pace.latest.position ?? null
  return { meterBase, dueOn: task.meterHeld ? task.scheduleDueOn : dueOn(task, meterBase, now) }
}

function dueOn(
  { scheduleDueOn, meterEvery }: MeterState,
  base: number | null,
  now: MeterNow | undefined
): string | null {
  const bySchedule = scheduleDueOn === null ? undefined : Temporal.PlainDate.from(scheduleDueOn)
  if (base === null || !now) return bySchedule?.toString() ?? null
  const reached = now.reachedOn === undefined ? undefined : Temporal.PlainDate.from(now.reachedOn)
  return whicheverFirst(bySchedule, meterDueOn(base + meterEvery, reached, now.pace))?.toString() ?? null
}
