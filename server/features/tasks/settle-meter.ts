import { paceReadings, reachedOn } from '#server/features/assets/access.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { lockMeterTasks, saveMeterDue } from './meter-queries.ts'
import { settled, type MeterState } from './meter-rules.ts'
import { paceDays, type Pace } from './recurrence/meter-due.ts'
import type { StoredTask } from './task-rules.ts'

/**
 * After whatever changed the readings of a meter or a task that is due by it: each of its tasks is due at whichever comes first,
 * its schedule or its meter. The residence is locked. Gives back the tasks that changed.
 */
export async function settleMeter(
  tx: Tx,
  { residenceId, meterId, now }: { residenceId: string; meterId: string; now: string }
): Promise<Map<string, StoredTask>> {
  const tasks = await lockMeterTasks(tx, residenceId, meterId)
  const pace = paceOf(await paceReadings(tx, meterId, paceDays))
  const changed = new Map<string, StoredTask>()
  for (const task of tasks) {
    const target = targetOf(task, pace)
    const reached = target === undefined ? undefined : await reachedOn(tx, meterId, target)
    const due = settled(task, pace && { pace, reachedOn: reached })
    if (due.dueOn === task.dueOn && due.meterBase === task.meterBase) continue
    changed.set(task.id, await saveMeterDue(tx, task.id, due, now))
  }
  return changed
}

/** The task as it is after its meter was settled; itself without a meter. */
export async function settledTask(tx: Tx, task: StoredTask, now: string): Promise<StoredTask> {
  if (task.meter === null) return task
  const { residenceId, meter } = task
  return (await settleMeter(tx, { residenceId, meterId: meter.meterId, now })).get(task.id) ?? task
}

function paceOf(readings: readonly { on: string; position: number }[]): Pace | undefined {
  const [latest, earlier] = readings.map(({ on, position }) => ({ on: Temporal.PlainDate.from(on), position }))
  return latest && { latest, earlier }
}

/** Asked for only where the latest reading is at the target or beyond. */
function targetOf({ meterBase, meterEvery }: MeterState, pace: Pace | undefined): number | undefined {
  const target = meterBase === null ? undefined : meterBase + meterEvery
  return target !== undefined && pace && pace.latest.position >= target ? target : undefined
}
