import type { Task } from '#contract/tasks.ts'
import { units } from '#server/features/assets/access.ts'
import { etagOf, matches } from '#server/platform/etag.ts'
import { today } from '#server/platform/time-zone.ts'
import { columnOf, columnRanges, type BoardDay, type ColumnRange } from './board-rules.ts'
import { dueInstant } from './recurrence/instant.ts'
import type { StoredTask } from './task-rules.ts'

/** Where and when a person looks at tasks. */
export type Place = BoardDay & { readonly timeZone: string; readonly ranges: readonly ColumnRange[] }

export function placeAt(
  { timeZone, dueSoonDays }: { timeZone: string; dueSoonDays: number },
  now: Temporal.Instant
): Place {
  const day = { today: today(now, timeZone), dueSoonDays }
  return { ...day, timeZone, ranges: columnRanges(day) }
}

export function viewTask(stored: StoredTask, place: Place): Task {
  const { state, meter, meterBase, version: _version, historyLength: _historyLength, ...rest } = stored
  const { meterEvery: _meterEvery, meterHeld: _meterHeld, scheduleDueOn: _scheduleDueOn, ...task } = rest
  const { dueOn, schedule } = task
  return {
    ...task,
    meter: meter && { ...meter, countedFrom: meterBase === null ? null : units(meterBase) },
    dueBy: dueOn === null ? null : dueMoment(dueOn, schedule.timeOfDay, place.timeZone),
    column: columnOf({ state, dueOn }, place.ranges)
  }
}

function dueMoment(dueOn: string, timeOfDay: string | undefined, timeZone: string): string {
  return dueInstant(Temporal.PlainDate.from(dueOn), timeOfDay, timeZone).toString()
}

/** A task as shown, with the tag of just that. When an appliance or a room is deleted, nothing else of the task changes. */
export type TaggedTask = { readonly task: Task; readonly etag: string }

export function taggedTask(stored: StoredTask, place: Place): TaggedTask {
  const task = viewTask(stored, place)
  return { task, etag: tagIn(stored, place, task.column) }
}

/** Whether `If-Match` names this version of the task, in whichever column the reader saw it: midnight is no edit. */
export function matchesTask(ifMatch: string, task: StoredTask, place: Place): boolean {
  const seenIn = [null, ...place.ranges.map(({ name }) => name)]
  return seenIn.some((column) => matches(ifMatch, tagIn(task, place, column)))
}

function tagIn({ id, version, assetId, areaId }: StoredTask, { timeZone }: Place, column: Task['column']): string {
  return etagOf(id, version, timeZone, column, assetId, areaId)
}
