/** The names a sentence needs, in one locale. Dates are ISO 8601, weekdays 1 (Monday) … 7, months 1 … 12. */
export type Names = {
  weekday: (weekday: number) => string
  month: (month: number) => string
  /** "5 May", "May 5", "5. Mai". */
  dayOfMonth: (month: number, day: number) => string
  /** With its year. */
  date: (date: string) => string
  time: (time: string) => string
  /** "a, b and c". */
  list: (items: readonly string[]) => string
}

const kept = new Map<string, Names>()

export function namesIn(locale: string): Names {
  const names = kept.get(locale) ?? makeNames(locale)
  kept.set(locale, names)
  return names
}

function makeNames(locale: string): Names {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
    return (date: string) => made.format(new Date(date))
  }
  const [weekday, month] = [format({ weekday: 'long' }), format({ month: 'long' })]
  const [dayOfMonth, date] = [format({ day: 'numeric', month: 'long' }), format({ dateStyle: 'long' })]
  const time = format({ timeStyle: 'short' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    // 1 January 2024 was a Monday, and 2024 has a 29 February
    weekday: (number) => weekday(`2024-01-0${number}`),
    month: (number) => month(dayOf2024(number, 1)),
    dayOfMonth: (number, day) => dayOfMonth(dayOf2024(number, day)),
    date,
    time: (text) => time(`2024-01-01T${text}:00Z`),
    list: (items) => list.format(items)
  }
}

function dayOf2024(month: number, day: number): string {
  return `2024-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
