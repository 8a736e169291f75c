import type { Completion } from '#contract/completions.ts'
import type { ReportGrouping } from '#contract/reports.ts'
import type { MeterUnit } from '#contract/meters.ts'
import type { Category } from '#contract/tasks.ts'
import type { Language, Money } from '#contract/values.ts'

/** What stands in papers, beside figures and what people wrote themselves. */
type Words = {
  readonly pageOf: string
  readonly year: (year: number) => string
  readonly made: (date: string) => string
  readonly done: string
  readonly onTime: string
  readonly time: string
  readonly cost: string
  readonly costIn: (currency: string) => string
  readonly before: (year: number) => string
  readonly month: string
  readonly groupings: Readonly<Record<ReportGrouping, { one: string; title: string; none: string }>>
  readonly others: string
  readonly categories: Readonly<Record<Category, string>>
  readonly byMonth: string
  readonly plotDone: string
  readonly nothing: string
  readonly separate: string
  readonly proofTitle: (home: string) => string
  readonly period: (from: string, to: string) => string
  readonly proofCount: (count: number) => string
  readonly kinds: Readonly<Record<Completion['kind'], string>>
  readonly wasDue: (date: string) => string
  readonly by: (name: string) => string
  readonly recorded: (moment: string) => string
  readonly forecast: string
  readonly forecastRule: (percent: string) => string
  readonly forecastYear: string
  readonly forecastWhat: string
  readonly meter: (amount: string) => string
  readonly units: Readonly<Record<MeterUnit, string>>
  readonly photo: (number: number, title: string) => string
}

const en: Words = {
  pageOf: 'Page {page} of {pages}',
  year: (year) => `The year ${year}`,
  made: (date) => `made on ${date}`,
  done: 'Done',
  onTime: 'On time',
  time: 'Time',
  cost: 'Cost',
  costIn: (currency) => `Cost in ${currency}`,
  before: (year) => `${year}, to compare`,
  month: 'Month',
  groupings: {
    category: { one: 'Category', title: 'By category', none: 'No category' },
    asset: { one: 'Appliance', title: 'By appliance', none: 'No appliance' },
    contractor: { one: 'Tradesperson', title: 'By tradesperson', none: 'The household' }
  },
  others: 'All others',
  categories: {
    cleaning: 'Cleaning',
    heating_cooling: 'Heating and cooling',
    plumbing: 'Plumbing',
    electrical: 'Electrical',
    appliances: 'Appliances',
    exterior: 'Exterior',
    garden: 'Garden',
    safety: 'Safety',
    pests: 'Pests',
    vehicles: 'Vehicles',
    administration: 'Paperwork',
    other: 'Other'
  },
  byMonth: 'Month by month',
  plotDone: 'Done in each month',
  nothing: 'Nothing was noted as done in this year.',
  separate: 'Amounts in different currencies are not added together.',
  proofTitle: (home) => `${home}: what was done`,
  period: (from, to) => `${from} to ${to}`,
  proofCount: (count) => (count === 1 ? 'One entry.' : `${count} entries, the newest first.`),
  kinds: { done: 'Done', inspected: 'Looked at, not needed yet', skipped: 'Skipped' },
  wasDue: (date) => `was due ${date}`,
  by: (name) => `by ${name}`,
  recorded: (moment) => `recorded ${moment} UTC`,
  forecast: 'What will need replacing',
  forecastRule: (percent) =>
    `By the day something was installed and how long it lasts, as noted or as is usual; its price rises by ${percent} a year.`,
  forecastYear: 'Year',
  forecastWhat: 'Appliances',
  meter: (amount) => `meter: ${amount}`,
  units: {
    hour: 'hours',
    cycle: 'cycles',
    kilometer: 'km',
    mile: 'miles',
    cubic_meter: 'cubic metres',
    liter: 'litres',
    gallon: 'gallons',
    kilowatt_hour: 'kilowatt hours',
    kilogram: 'kilograms',
    piece: 'pieces'
  },
  photo: (number, title) => `Photo ${number}: ${title}`
}

const de: Words = {
  pageOf: 'Seite {page} von {pages}',
  year: (year) => `Das Jahr ${year}`,
  made: (date) => `erstellt am ${date}`,
  done: 'Erledigt',
  onTime: 'Rechtzeitig',
  time: 'Zeit',
  cost: 'Kosten',
  costIn: (currency) => `Kosten in ${currency}`,
  before: (year) => `${year} zum Vergleich`,
  month: 'Monat',
  groupings: {
    category: { one: 'Bereich', title: 'Nach Bereich', none: 'Kein Bereich' },
    asset: { one: 'Gerät', title: 'Nach Gerät', none: 'Kein Gerät' },
    contractor: { one: 'Handwerker', title: 'Nach Handwerker', none: 'Selbst gemacht' }
  },
  others: 'Alle anderen',
  categories: {
    cleaning: 'Putzen',
    heating_cooling: 'Heizung und Klima',
    plumbing: 'Wasser und Sanitär',
    electrical: 'Elektrik',
    appliances: 'Geräte',
    exterior: 'Außen',
    garden: 'Garten',
    safety: 'Sicherheit',
    pests: 'Schädlinge',
    vehicles: 'Fahrzeuge',
    administration: 'Papierkram',
    other: 'Sonstiges'
  },
  byMonth: 'Monat für Monat',
  plotDone: 'In jedem Monat erledigt',
  nothing: 'Für dieses Jahr ist nichts als erledigt vermerkt.',
  separate: 'Beträge verschiedener Währungen werden nicht zusammengezählt.',
  proofTitle: (home) => `${home}: was getan wurde`,
  period: (from, to) => `${from} bis ${to}`,
  proofCount: (count) => (count === 1 ? 'Ein Eintrag.' : `${count} Einträge, die neuesten zuerst.`),
  kinds: { done: 'Erledigt', inspected: 'Angesehen, noch nicht nötig', skipped: 'Ausgelassen' },
  wasDue: (date) => `fällig am ${date}`,
  by: (name) => `von ${name}`,
  recorded: (moment) => `aufgezeichnet ${moment} UTC`,
  forecast: 'Was ersetzt werden muss',
  forecastRule: (percent) =>
    `Nach dem Tag des Einbaus und danach, wie lange etwas hält, wie notiert oder wie üblich; der Preis steigt um ${percent} im Jahr.`,
  forecastYear: 'Jahr',
  forecastWhat: 'Geräte',
  meter: (amount) => `Zählerstand: ${amount}`,
  units: {
    hour: 'Stunden',
    cycle: 'Zyklen',
    kilometer: 'km',
    mile: 'Meilen',
    cubic_meter: 'm³',
    liter: 'Liter',
    gallon: 'Gallonen',
    kilowatt_hour: 'kWh',
    kilogram: 'kg',
    piece: 'Stück'
  },
  photo: (number, title) => `Foto ${number}: ${title}`
}

const words: Readonly<Record<Language, Words>> = { en, de }
const locales: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' }

/** The words and figures of one language. */
export function wording(language: Language) {
  const locale = locales[language]
  const date = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
  const unit = (amount: number, name: 'hour' | 'minute') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(amount)
  return {
    ...words[language],
    date: (day: string) => date({ dateStyle: 'long' }).format(noon(day)),
    monthName: (day: string) => date({ month: 'long' }).format(noon(day)),
    shortMonth: (day: string) => date({ month: 'short' }).format(noon(day)),
    instant: (moment: string) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' }).format(
        Temporal.Instant.from(moment).epochMilliseconds
      ),
    number: (amount: number) => new Intl.NumberFormat(locale).format(amount),
    meterShowed: ({ value, unit: of }: { value: number; unit: MeterUnit }) =>
      words[language].meter(`${new Intl.NumberFormat(locale).format(value)} ${words[language].units[of]}`),
    percent: (share: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share),
    minutes: (minutes: number) =>
      [
        ...(minutes >= 60 ? [unit(Math.floor(minutes / 60), 'hour')] : []),
        ...(minutes % 60 > 0 || minutes === 0 ? [unit(minutes % 60, 'minute')] : [])
      ].join(' '),
    money({ minor, currency }: Money): string {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
      return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    }
  }
}
export type Wording = ReturnType<typeof wording>

function noon(day: string): number {
  return Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: 'UTC', plainTime: '12:00' }).epochMilliseconds
}
