import { isIn } from './ranking-rules.ts'
import { monthsIn, type Hemisphere } from './schedule-rules.ts'
import type { Months, Template } from './template.ts'

export type PlannedTask = Pick<Template, 'id' | 'every' | 'season' | 'minutes' | 'importance'>
export type YearPlan = {
  /** By template: when to do it, on Saturdays and Sundays. */
  readonly dates: ReadonlyMap<string, readonly Temporal.PlainDate[]>
  /** Minutes by the Saturday of each weekend on which something is planned. */
  readonly weekends: ReadonlyMap<string, number>
}
type Ground = { readonly today: Temporal.PlainDate; readonly hemisphere: Hemisphere }

/**
 * Twelve months from `today` on. Each task is done within its season and at most its interval after the time before; the first
 * time within its interval from today, or within half a year where lives depend on it. The least laden weekend is taken
 * for each. Never worse than taking the first weekend each time.
 */
export function planYear(tasks: readonly PlannedTask[], ground: Ground): YearPlan {
  const levelled = planWith(tasks, ground, lightest)
  const plain = planWith(tasks, ground, ([first]) => first)
  return heaviest(levelled) <= heaviest(plain) ? levelled : plain
}

/** ISO 8601. */
const saturday = 6

type Load = { readonly weekends: Map<string, number>; readonly days: Map<string, number> }
/** Chooses one of the days that would do. */
type Choice = (days: readonly Temporal.PlainDate[], load: Load) => Temporal.PlainDate | undefined

function planWith(tasks: readonly PlannedTask[], ground: Ground, pick: Choice): YearPlan {
  const load: Load = { weekends: new Map(), days: new Map() }
  const dates = new Map(
    inOrder(tasks, ground).map(
      (task) => [task.id, datesOf(task, ground, (days) => take(task, days, { load, pick }))] as const
    )
  )
  return { dates, weekends: load.weekends }
}

/** Those with the least choice first, the longest of them first. */
function inOrder(tasks: readonly PlannedTask[], ground: Ground): readonly PlannedTask[] {
  const choice = new Map(tasks.map((task) => [task.id, weekendDays(firstWindow(task, ground), task, ground).length]))
  return tasks.toSorted(
    (one, other) =>
      (choice.get(one.id) ?? 0) - (choice.get(other.id) ?? 0) ||
      other.minutes - one.minutes ||
      (one.id < other.id ? -1 : 1)
  )
}

function take(
  { minutes }: PlannedTask,
  days: readonly Temporal.PlainDate[],
  { load, pick }: { load: Load; pick: Choice }
): Temporal.PlainDate | undefined {
  const day = pick(days, load)
  if (!day) return undefined
  add(load.weekends, saturdayOf(day), minutes)
  add(load.days, day.toString(), minutes)
  return day
}

function add(loads: Map<string, number>, key: string, minutes: number): void {
  loads.set(key, (loads.get(key) ?? 0) + minutes)
}

/** Of weekends alike the one whose day has less, then the earliest. */
function lightest(days: readonly Temporal.PlainDate[], load: Load): Temporal.PlainDate | undefined {
  const weighed = days.map((day) => ({
    day,
    weekend: load.weekends.get(saturdayOf(day)) ?? 0,
    alone: load.days.get(day.toString()) ?? 0
  }))
  const [first, ...others] = weighed
  if (!first) return undefined
  return others.reduce(
    (best, each) =>
      each.weekend < best.weekend || (each.weekend === best.weekend && each.alone < best.alone) ? each : best,
    first
  ).day
}

function heaviest({ weekends }: YearPlan): number {
  return Math.max(0, ...weekends.values())
}

/** First and last day, both inclusive. */
type Window = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }

function datesOf(
  task: PlannedTask,
  ground: Ground,
  choose: (days: readonly Temporal.PlainDate[]) => Temporal.PlainDate | undefined
): Temporal.PlainDate[] {
  const dates: Temporal.PlainDate[] = []
  let window: Window | undefined = firstWindow(task, ground)
  while (window) {
    const date = choose(weekendDays(window, task, ground))
    if (date) dates.push(date)
    window = date ? nextWindow(task, date, ground) : seasonAfter(task, window.to, ground)
  }
  return dates
}

function firstWindow(task: PlannedTask, ground: Ground): Window {
  const { today } = ground
  if (!task.season) {
    const latest =
      task.importance === 'safety' ? earlier(after(task, today), today.add({ months: 6 })) : after(task, today)
    return { from: today, to: earlier(latest, lastDay(ground)) }
  }
  const now = seasonFrom(task, today, ground)
  const later = seasonAfter(task, now.to, ground)
  return later && canWait(task) && now.from.until(now.to).days < weeksToBother * 7 ? later : now
}

/** What is only upkeep is not pressed into the last days of a season. */
const weeksToBother = 3
function canWait({ importance, every: [, unit] }: PlannedTask): boolean {
  return unit === 'year' && (importance === 'upkeep' || importance === 'comfort')
}

/** From the last third of the interval to its end; past the season the beginning of the next. Once is enough for a year. */
function nextWindow(task: PlannedTask, done: Temporal.PlainDate, ground: Ground): Window | undefined {
  if (task.every[1] === 'year') return undefined
  const to = after(task, done)
  const from = done.add({ days: Math.ceil((done.until(to).days * 2) / 3) })
  if (Temporal.PlainDate.compare(from, lastDay(ground)) > 0) return undefined
  const window = { from, to: earlier(to, lastDay(ground)) }
  const within = weekendDays(window, task, ground).length > 0
  return within || !task.season ? window : seasonAfter(task, done, ground)
}

/** The next season that begins after the one `day` is in; undefined when it begins after the twelve months. */
function seasonAfter(task: PlannedTask, day: Temporal.PlainDate, ground: Ground): Window | undefined {
  if (!task.season) return undefined
  const months = monthsIn(task.season, ground.hemisphere)
  let start = day.add({ months: 1 }).with({ day: 1 })
  while (isIn(months, start) && isIn(months, start.subtract({ days: 1 }))) start = start.add({ months: 1 })
  const window = seasonFrom(task, start, ground)
  return Temporal.PlainDate.compare(window.from, lastDay(ground)) > 0 ? undefined : window
}

/** What is left of the season that `day` is in or before, at most an interval of it. */
function seasonFrom(task: PlannedTask, day: Temporal.PlainDate, ground: Ground): Window {
  const months = monthsIn(task.season ?? [1, 12], ground.hemisphere)
  let from = day
  while (!isIn(months, from)) from = from.add({ months: 1 }).with({ day: 1 })
  return { from, to: earlier(earlier(endOf(months, from), after(task, from)), lastDay(ground)) }
}

function endOf([, to]: Months, day: Temporal.PlainDate): Temporal.PlainDate {
  const month = day.with({ day: 1 }).add({ months: (to - day.month + 12) % 12 })
  return month.with({ day: month.daysInMonth })
}

function weekendDays({ from, to }: Window, { season }: PlannedTask, { hemisphere }: Ground): Temporal.PlainDate[] {
  const months = season && monthsIn(season, hemisphere)
  const days: Temporal.PlainDate[] = []
  let day = from.add({ days: Math.max(0, saturday - from.dayOfWeek) })
  while (Temporal.PlainDate.compare(day, to) <= 0) {
    if (!months || isIn(months, day)) days.push(day)
    day = day.add({ days: day.dayOfWeek === saturday ? 1 : 6 })
  }
  return days
}

/** The day by which it has to be done again. */
function after({ every: [count, unit] }: PlannedTask, day: Temporal.PlainDate): Temporal.PlainDate {
  return day.add({ [`${unit}s`]: count })
}

function lastDay({ today }: Ground): Temporal.PlainDate {
  return today.add({ years: 1 }).subtract({ days: 1 })
}

function saturdayOf(day: Temporal.PlainDate): string {
  return day.subtract({ days: day.dayOfWeek - saturday }).toString()
}

function earlier(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) <= 0 ? one : other
}
