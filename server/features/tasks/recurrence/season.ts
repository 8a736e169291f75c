import type { Season } from '#contract/schedule.ts'
import { type Day, dayOf, monthLength, yearOf } from './calendar.ts'

/** One season, first and last day inclusive. */
export type SeasonDays = { year: number; first: Day; last: Day }

/** The season that starts in `year`. 29 February is 28 February in a common year, as it is for due dates. */
export function seasonOf({ from, to }: Season, year: number): SeasonDays {
  return { year, first: dayOfSeason(year, from), last: dayOfSeason(to < from ? year + 1 : year, to) }
}

/** The season that holds the day, or else the next one to come. */
export function seasonAt(season: Season, day: Day): SeasonDays {
  const year = yearOf(day)
  const seasons = [year - 1, year].map((each) => seasonOf(season, each))
  return seasons.find(({ last }) => last >= day) ?? seasonOf(season, year + 1)
}

function dayOfSeason(year: number, text: string): Day {
  const { month, day } = monthAndDay(text)
  return dayOf(year, month, Math.min(day, monthLength(year, month)))
}

export function monthAndDay(text: string): { month: number; day: number } {
  return { month: Number(text.slice(0, 2)), day: Number(text.slice(3)) }
}
