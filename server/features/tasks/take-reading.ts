import type { Completion, NewCompletion } from '#contract/completions.ts'
import { findMeter, insertReadingRow, placeReading, positionOn } from '#server/features/assets/access.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { StoredTask } from './task-rules.ts'

type Taking = { readonly day: string; readonly userId: string; readonly completionId: string; readonly now: string }
type Taken = {
  /** Where the meter was on the day, as far as is known. */
  readonly position: number | undefined
  /** Writes the reading down; after the completion that it comes with. */
  readonly keep: () => Promise<Completion['meterReading']>
}

const none = async () => null

/** What the task's meter showed when it was done, or its last reading up to then. Throws `reading_refused`. */
export async function takeReading(
  tx: Tx,
  { meter }: StoredTask,
  { meterReading }: NewCompletion,
  { day, userId, completionId, now }: Taking
): Promise<Taken> {
  if (meter === null) return { position: undefined, keep: none }
  if (!meterReading) return { position: await positionOn(tx, meter.meterId, day), keep: none }

  const found = await findMeter(tx, userId, meter.meterId)
  if (!found) throw new AppError('meter_not_found')
  const { id, residenceId, digits, unit } = found.meter
  const reading = await placeReading(tx, meterReading, { meterId: id, digits, readOn: day })
  return {
    position: reading.position,
    keep: async () => {
      await insertReadingRow(tx, { ...reading, residenceId, readBy: userId, completionId, now })
      return { value: meterReading.value, unit }
    }
  }
}
