import type { Season } from '#contract/schedule.ts'
import { type Day, dayOf, monthLength, yearOf } from './calendar.ts'

/** One season, first and last day inclusive. It is empty (`last` before `first`) only for 29 Feb alone in a common year. */
export type SeasonDays = { year: number; first: Day; last: Day }

/** The season that starts in `year`. An end on 29 Feb is 28 Feb in a common year, a start on it is 1 Mar. */
export function seasonOf(season: Season, year: number): SeasonDays {
  const from = monthAndDay(season.from)
  const to = monthAndDay(season.to)
  const endYear = season.to < season.from ? year + 1 : year
  return {
    year,
    first: dayOf(year, from.month, from.day),
    last: dayOf(endYear, to.month, Math.min(to.day, monthLength(endYear, to.month)))
  }
}

/** The season that holds the day, or else the next one to come. */
export function seasonAt(season: Season, day: Day): SeasonDays {
  const year = yearOf(day)
  const seasons = [year - 1, year].map((each) => seasonOf(season, each))
  return seasons.find(({ last }) => last >= day) ?? seasonOf(season, year + 1)
}

export function monthAndDay(text: string): { month: number; day: number } {
  return { month: Number(text.slice(0, 2)), day: Number(text.slice(3)) }
}
