/** A date that fits often, with the name of its words in the catalogue. */
export type Suggestion = {
  date: string
  key: 'tomorrow' | 'weekend' | 'nextWeek' | 'twoWeeks' | 'nextMonth' | 'threeMonths' | 'halfYear' | 'nextYear'
}

/** `soon`: within the days that count as soon; `later`: after them; `any`: some of each. All after today, none twice. */
export function suggestDates(today: string, span: 'soon' | 'later' | 'any', dueSoonDays = 30): Suggestion[] {
  const start = Temporal.PlainDate.from(today)
  const soon: Suggestion[] = [
    { key: 'tomorrow', date: start.add({ days: 1 }).toString() },
    { key: 'weekend', date: start.add({ days: (6 - start.dayOfWeek + 7) % 7 || 7 }).toString() },
    { key: 'nextWeek', date: start.add({ days: 7 }).toString() },
    { key: 'twoWeeks', date: start.add({ days: 14 }).toString() }
  ]
  const later: Suggestion[] = [
    { key: 'nextMonth', date: start.add({ months: 1 }).toString() },
    { key: 'threeMonths', date: start.add({ months: 3 }).toString() },
    { key: 'halfYear', date: start.add({ months: 6 }).toString() },
    { key: 'nextYear', date: start.add({ years: 1 }).toString() }
  ]
  const lastSoon = start.add({ days: dueSoonDays }).toString()
  const all = [...soon, ...later]
  const fitting = all.filter(({ date }) => span === 'any' || date <= lastSoon === (span === 'soon'))
  const wanted = span === 'any' ? [...soon.slice(0, 3), ...later.slice(0, 2)] : fitting
  return wanted.filter(({ date }, index) => wanted.findIndex((other) => other.date === date) === index)
}
