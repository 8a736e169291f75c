import type { Grammar } from './grammar.ts'

const units = { day: ['day', 'days'], week: ['week', 'weeks'], month: ['month', 'months'], year: ['year', 'years'] }
const suffixes: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' }
const ordinals = new Intl.PluralRules('en', { type: 'ordinal' })
const nth: Readonly<Record<number, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  5: 'fifth',
  [-1]: 'last'
}

export const english: Grammar = {
  once: 'once',
  onceOn: (date) => `once, on ${date}`,
  every: (count, unit) => (count === 1 ? `every ${units[unit][0]}` : `every ${count} ${units[unit][1]}`),
  everyWeekday: (weekdays) => `every ${weekdays}`,
  onWeekdays: (weekdays) => ` on ${weekdays}`,
  workdays: (first, last) => ` from ${first} to ${last}`,
  onDay: (day) => ` on the ${ordinal(day)}`,
  onLastDay: ' on the last day',
  onNth: (n, weekday) => ` on the ${nth[n] ?? ordinal(n)} ${weekday}`,
  onDates: (dates) => ` on ${dates}`,
  lastDayOf: (month) => `the last day of ${month}`,
  inMonths: (months) => `in ${months}`,
  inMonthRange: (first, last) => `in the months ${first} to ${last}`,
  season: (first, last) => `${first} to ${last}`,
  seasonOfOneMonth: (month) => `only in ${month}`,
  seasonDates: (first, last) => `from ${first} to ${last}`,
  fromCompletion: 'counted from when it was done',
  until: (date) => `until ${date}`,
  at: (time) => ` at ${time}`
}

/** "1st", "22nd", "13th". */
export function ordinal(number: number): string {
  return `${number}${suffixes[ordinals.select(number)] ?? 'th'}`
}
