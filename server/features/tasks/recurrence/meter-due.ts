/** A reading: its day, and where it is on the meter's own line. */
export type MeterPoint = { readonly on: Temporal.PlainDate; readonly position: number }

/** How fast a meter goes: the latest reading, and the one that its pace is taken from; undefined when there is none. */
export type Pace = { readonly latest: MeterPoint; readonly earlier: MeterPoint | undefined }

/** The pace is that of the last year before the latest reading. */
export const paceDays = 365

const lastDay = Temporal.PlainDate.from('2200-12-31')

/**
 * The day on which the meter reaches the target: that of the reading which showed it (`reachedOn`), else as far ahead of the
 * latest reading as the pace says. It follows from the readings alone and not from today, so that what they say stays due.
 * Undefined: nobody can tell, or not before the year 2200 ends.
 */
export function meterDueOn(
  target: number,
  reachedOn: Temporal.PlainDate | undefined,
  { latest, earlier }: Pace
): Temporal.PlainDate | undefined {
  if (reachedOn) return reachedOn
  if (!earlier) return undefined
  const days = earlier.on.until(latest.on, { largestUnit: 'days' }).days
  const used = latest.position - earlier.position
  if (days <= 0 || used <= 0) return undefined
  // whole numbers of any size: the first day on which it is reached
  const ahead = (BigInt(target - latest.position) * BigInt(days) + BigInt(used) - 1n) / BigInt(used)
  return ahead > latest.on.until(lastDay, { largestUnit: 'days' }).days
    ? undefined
    : latest.on.add({ days: Number(ahead) })
}

/** Undefined only when both are. */
export function whicheverFirst(
  one: Temporal.PlainDate | undefined,
  other: Temporal.PlainDate | undefined
): Temporal.PlainDate | undefined {
  if (!one || !other) return one ?? other
  return Temporal.PlainDate.compare(one, other) <= 0 ? one : other
}
