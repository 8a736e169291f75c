import type { Every, Season } from '#contract/schedule.ts'
import { calendarDate, type Day, LAST_DAY } from './calendar.ts'
import { nextInMonths } from './month-rule.ts'
import { ascending, type Dates, dayInMonthOfRule, ruleDates } from './rule-dates.ts'
import { type SeasonDays, seasonAt, seasonOf } from './season.ts'
import { nextInWeeks } from './week-rule.ts'

/**
 * The dates of a rule within its season; what falls between two seasons moves to the later one:
 * - counted from the due date, to the first day there which the rule gives (the rhythm is kept), and only if it gives none there,
 *   to the first day that fits;
 * - counted from the completion, to the first day that fits, and the count starts afresh from that day.
 *
 * A day fits if it has the weekday, day of month, nth weekday and month that the schedule names; what only the anchor remembers
 * does not bind it. Dates before a season without such a day lapse.
 *
 * Several dates that move to the same day become one; dates of one season never meet those of another, so they strictly increase.
 * Each season costs the same; seasons are passed over only by rules that fit some years alone, at most to the engine's last year.
 */
export function seasonDates(schedule: Every, season: Season, rule: Dates): Dates {
  const inSeason = schedule.basis === 'due' ? keepingRhythm : startingAfresh
  return (from) => {
    let at: Day | undefined = from
    while (at !== undefined && at <= LAST_DAY) {
      const days: SeasonDays = seasonAt(season, at)
      const found = inSeason({ schedule, rule, days, moved: movedInto({ schedule, season, rule, days }) }, at)
      if (found !== undefined) return found
      at = rule(days.last + 1)
    }
    return undefined
  }
}

type OneSeason = { schedule: Every; rule: Dates; days: SeasonDays; moved: Day | undefined }

function keepingRhythm({ rule, days, moved }: OneSeason, from: Day): Day | undefined {
  const found = within(days, rule(Math.max(days.first, from)))
  // The rule's own dates fit too, so once they are over the day moved to is past as well.
  return found ?? (moved !== undefined && moved >= from ? moved : undefined)
}

function startingAfresh({ schedule, rule, days, moved }: OneSeason, from: Day): Day | undefined {
  const dates = moved === undefined ? rule : ruleDates(schedule, moved)
  return within(days, dates(Math.max(days.first, from)))
}

/** The day to which dates between the season before and this one move; undefined if there are none, or none fits. */
function movedInto(one: { schedule: Every; season: Season; rule: Dates; days: SeasonDays }): Day | undefined {
  const { schedule, season, rule, days } = one
  const outside = rule(seasonOf(season, days.year - 1).last + 1)
  return outside !== undefined && outside < days.first ? within(days, firstThatFits(schedule, days.first)) : undefined
}

/** First day from `start` on that has everything the schedule names; the interval and the anchor do not count. */
function firstThatFits(schedule: Every, start: Day): Day | undefined {
  if (schedule.unit === 'day') return start
  if (schedule.unit === 'week') {
    return schedule.weekdays ? nextInWeeks({ every: 1, weekdays: ascending(schedule.weekdays) }, start, start) : start
  }
  const { year, month } = calendarDate(start)
  const dayInMonth = dayInMonthOfRule(schedule)
  if (!dayInMonth && (schedule.months?.includes(month) ?? true)) return start
  const months = schedule.months ?? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
  const yearly = months.map((each) => ({ month: each, someYear: year, everyYears: 1 }))
  return nextInMonths(yearly, dayInMonth ?? { kind: 'date', date: 1 }, start)
}

function within({ last }: SeasonDays, day: Day | undefined): Day | undefined {
  return day !== undefined && day <= last ? day : undefined
}
