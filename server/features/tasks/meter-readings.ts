import type { CompletionReading, NewReading, Reading } from '#contract/meters.ts'
import {
  deleteReadingRow,
  insertReadingRow,
  lockMeter,
  lockReading,
  neighboursOf,
  placeReading,
  positionOf,
  readingById,
  thousandths,
  updateReadingRow
} from '#server/features/assets/access.ts'
import { refuseUnlessAllowed } from '#server/features/residences/access.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { today } from '#server/platform/time-zone.ts'
import { moveMeterBase } from './meter-queries.ts'
import { settleMeter } from './settle-meter.ts'

/** Throws `reading_refused`. */
export function addReading(ctx: Ctx<User>, meterId: string, input: NewReading): Promise<Reading> {
  const { userId } = ctx.actor
  const now = ctx.now()

  return ctx.write(async (tx) => {
    const locked = await lockMeter(tx, userId, meterId)
    if (!locked) throw new AppError('meter_not_found')
    const { meter, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    const day = today(now, member.timeZone).toString()
    const { readOn = day } = input
    if (readOn > day) throw refused('/readOn', 'in_future')

    const { residenceId } = meter
    const kept = { residenceId, readBy: userId, completionId: null, now: now.toString() }
    const reading = await placeReading(tx, input, { meterId: meter.id, digits: meter.digits, readOn })
    await insertReadingRow(tx, { ...reading, ...kept })
    await settleMeter(tx, { residenceId, meterId: meter.id, now: now.toString() })
    await audit(tx, ctx, { event: 'reading.added', subjectId: meter.id, residenceId })
    return readingById(tx, reading.id)
  })
}

/** Its day stays. Throws `reading_refused`. */
export function correctReading(ctx: Ctx<User>, readingId: string, input: CompletionReading): Promise<Reading> {
  return changeReading(ctx, readingId, async (tx, { reading, digits, neighbours }) => {
    const { before, after } = neighbours
    if (reading.formerValue !== null && after) throw refused('/value', 'not_the_latest')
    const shown = {
      value: thousandths(input.value),
      formerValue: reading.formerValue ?? undefined,
      rolledOver: input.rolledOver ?? false
    }
    const position = positionOf(shown, { before, after }, digits)
    await updateReadingRow(tx, reading.id, { value: shown.value, position })
    return { event: 'reading.corrected', position, reply: () => readingById(tx, reading.id) }
  })
}

/** One that came with a completion goes when that is undone. */
export function deleteReading(ctx: Ctx<User>, readingId: string): Promise<undefined> {
  return changeReading(ctx, readingId, async (tx, { reading, neighbours }) => {
    if (reading.completionId !== null) throw refused('', 'of_completion')
    if (reading.formerValue !== null && neighbours.after) throw refused('', 'not_the_latest')
    await deleteReadingRow(tx, reading.id)
    return { event: 'reading.deleted', position: reading.position, reply: async () => undefined }
  })
}

type Found = NonNullable<Awaited<ReturnType<typeof lockReading>>> & {
  neighbours: Awaited<ReturnType<typeof neighboursOf>>
}
type Changed<T> = {
  readonly event: 'reading.corrected' | 'reading.deleted'
  /** Where the reading is now. */
  readonly position: number
  readonly reply: () => Promise<T>
}

function changeReading<T>(
  ctx: Ctx<User>,
  readingId: string,
  change: (tx: Tx, found: Found) => Promise<Changed<T>>
): Promise<T> {
  const now = ctx.now().toString()

  return ctx.write(async (tx) => {
    const locked = await lockReading(tx, ctx.actor.userId, readingId)
    if (!locked) throw new AppError('reading_not_found')
    const { reading, member } = locked
    refuseUnlessAllowed(member, 'asset.write')
    const { meterId } = reading
    const { residenceId } = member

    const neighbours = await neighboursOf(tx, meterId, reading)
    const { event, position, reply } = await change(tx, { ...locked, neighbours })

    if (position !== reading.position)
      await moveMeterBase(tx, { residenceId, meterId, from: reading.position, to: position })
    await settleMeter(tx, { residenceId, meterId, now })
    await audit(tx, ctx, { event, subjectId: meterId, residenceId })
    return reply()
  })
}

function refused(path: string, reason: string): AppError {
  return new AppError('reading_refused', { fields: [{ in: 'body', path, reason }] })
}
