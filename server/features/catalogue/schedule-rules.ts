import type { Every } from '#contract/schedule.ts'
import type { Months, Template } from './template.ts'

export type Hemisphere = 'north' | 'south'

/**
 * The schedule that a template becomes. What belongs to a season keeps its date, also when it was done late; all else counts from
 * when it was done.
 */
export function scheduleOf({ every: [every, unit], season }: Template, hemisphere: Hemisphere): Every {
  if (!season) return { kind: 'every', every, unit, basis: 'completion' }
  const [from, to] = monthsIn(season, hemisphere)
  return {
    kind: 'every',
    every,
    unit,
    basis: unit === 'year' ? 'due' : 'completion',
    season: { from: `${twoDigits(from)}-01`, to: `${twoDigits(to)}-${lengths[to - 1]}` }
  }
}

/** Half a year later in the southern hemisphere. */
export function monthsIn([from, to]: Months, hemisphere: Hemisphere): Months {
  return hemisphere === 'north' ? [from, to] : [sixLater(from), sixLater(to)]
}

const lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function sixLater(month: number): number {
  return ((month + 5) % 12) + 1
}

function twoDigits(month: number): string {
  return String(month).padStart(2, '0')
}
