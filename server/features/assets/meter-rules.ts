import { AppError } from '#server/platform/errors.ts'

/**
 * The arithmetic of meters, in whole thousandths of their unit. A reading has the value that the meter shows and a position on
 * one line that goes on over new beginnings at 0 and over new meters. What is counted is counted in positions, so that a
 * correction or a new meter moves nothing but itself.
 */
export type Point = { readonly value: number; readonly position: number }

export type Shown = {
  readonly value: number
  /** What the meter showed last that was replaced. */
  readonly formerValue?: number | undefined
  readonly rolledOver: boolean
}

/** The readings before and after the new one, by date. */
export type Neighbours = { readonly before: Point | undefined; readonly after: Point | undefined }

export function thousandths(amount: number): number {
  return Math.round(amount * 1000)
}

export function units(inThousandths: number): number {
  return inThousandths / 1000
}

/** Where on the line a reading is. Throws `reading_refused`, with the reason at what is wrong. */
export function positionOf(shown: Shown, { before, after }: Neighbours, digits: number | null): number {
  refuseTooHigh('value', shown.value, digits)
  if (shown.formerValue !== undefined) {
    refuseTooHigh('formerValue', shown.formerValue, digits)
    if (after) throw refused('formerValue', 'not_the_latest')
  }
  const position = before ? fromBefore(before, shown, digits) : beforeOrFirst(shown, after)
  if (after && position > after.position) throw refused('value', 'higher_than_after')
  return position
}

function fromBefore(before: Point, { value, formerValue, rolledOver }: Shown, digits: number | null): number {
  const [field, reached] =
    formerValue === undefined ? (['value', value] as const) : (['formerValue', formerValue] as const)
  const used = reached - before.value
  if (!rolledOver) {
    if (used < 0) throw refused(field, 'lower_than_before')
    return before.position + used
  }
  if (digits === null) throw refused('rolledOver', 'digits_unknown')
  if (used >= 0) throw refused('rolledOver', 'not_lower')
  return before.position + used + span(digits)
}

/** The first reading lies where it shows; one that is found to be earlier lies as far before the first as it shows less. */
function beforeOrFirst({ value, rolledOver }: Shown, after: Point | undefined): number {
  if (rolledOver) throw refused('rolledOver', 'nothing_before')
  return after ? after.position - (after.value - value) : value
}

function refuseTooHigh(field: 'value' | 'formerValue', value: number, digits: number | null): void {
  if (digits !== null && value >= span(digits)) throw refused(field, 'more_than_digits')
}

/** How much a meter counts from 0 to 0. */
function span(digits: number): number {
  return 10 ** digits * 1000
}

function refused(field: string, reason: string): AppError {
  return new AppError('reading_refused', { fields: [{ in: 'body', path: `/${field}`, reason }] })
}
