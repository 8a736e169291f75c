import type { Grammar } from './grammar.ts'

const single = { day: 'jeden Tag', week: 'jede Woche', month: 'jeden Monat', year: 'jedes Jahr' }
const several = { day: 'Tage', week: 'Wochen', month: 'Monate', year: 'Jahre' }
const nth: Readonly<Record<number, string>> = {
  1: 'ersten',
  2: 'zweiten',
  3: 'dritten',
  4: 'vierten',
  5: 'fünften',
  [-1]: 'letzten'
}

export const german: Grammar = {
  once: 'einmal',
  onceOn: (date) => `einmal am ${date}`,
  every: (count, unit) => (count === 1 ? single[unit] : `alle ${count} ${several[unit]}`),
  everyWeekday: (weekdays) => `jeden ${weekdays}`,
  onWeekdays: (weekdays) => ` am ${weekdays}`,
  workdays: (first, last) => ` von ${first} bis ${last}`,
  onDay: (day) => ` am ${day}.`,
  onLastDay: ' am letzten Tag',
  onNth: (n, weekday) => ` am ${nth[n] ?? `${n}.`} ${weekday}`,
  onDates: (dates) => ` am ${dates}`,
  lastDayOf: (month) => `letzten Tag im ${month}`,
  inMonths: (months) => `im ${months}`,
  inMonthRange: (first, last) => `in den Monaten ${first} bis ${last}`,
  season: (first, last) => `${first} bis ${last}`,
  seasonOfOneMonth: (month) => `nur im ${month}`,
  seasonDates: (first, last) => `vom ${first} bis ${last}`,
  fromCompletion: 'gezählt ab dem Erledigen',
  until: (date) => `bis zum ${date}`,
  at: (time) => ` um ${time} Uhr`
}
