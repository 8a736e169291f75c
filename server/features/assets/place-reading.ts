import type { NewReading } from '#contract/meters.ts'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { positionOf, thousandths } from './meter-rules.ts'
import { neighboursOf, nextNumber, type StoredReading } from './reading-queries.ts'

/** A reading as its date places it among the others; not written down yet. The residence is locked. Throws `reading_refused`. */
export async function placeReading(
  tx: Tx,
  { value, formerValue, rolledOver = false }: Pick<NewReading, 'value' | 'formerValue' | 'rolledOver'>,
  { meterId, digits, readOn }: { meterId: string; digits: number | null; readOn: string }
): Promise<Omit<StoredReading, 'completionId'>> {
  const number = await nextNumber(tx, meterId)
  const neighbours = await neighboursOf(tx, meterId, { readOn, number })
  const shown = {
    value: thousandths(value),
    formerValue: formerValue === undefined ? undefined : thousandths(formerValue),
    rolledOver
  }
  return {
    id: newId(),
    meterId,
    number,
    readOn,
    value: shown.value,
    formerValue: shown.formerValue ?? null,
    position: positionOf(shown, neighbours, digits)
  }
}
