import type { Schedule } from '#contract/schedule.ts'
import type { Category, Priority } from '#contract/tasks.ts'
import { fromRrule, nextAfter } from '#server/features/tasks/access.ts'
import { LeftOutError, type Reader, type ReadTask } from '../entry.ts'
import { readDate, readTime, type DateAndTime } from './date-words.ts'
import { readRepeat } from './repeat-words.ts'

/** Undefined for nothing; throws what the entry is left out for when it is no date. */
export function dateOf(text: string, reader: Reader): DateAndTime | undefined {
  if (text.trim() === '') return undefined
  const date = readDate(text, reader)
  if (!date) throw new LeftOutError('date_unreadable', text)
  return date
}

export function timeOf(text: string): string | undefined {
  if (text.trim() === '') return undefined
  const time = readTime(text)
  if (time === undefined) throw new LeftOutError('date_unreadable', text)
  return time
}

type When = {
  readonly repeat: string
  readonly date: Temporal.PlainDate | undefined
  readonly time: string | undefined
}

/** A schedule in words or as a rule, beside a date; throws what the entry is left out for. */
export function scheduled({ repeat, date, time }: When, reader: Reader): Pick<ReadTask, 'schedule' | 'startOn'> {
  const text = repeat.trim()
  const start = date ?? reader.today
  if (text === '' || /^(once|none|never|no|einmalig|nie|nein)$/i.test(text))
    return { schedule: at({ kind: 'once' }, time), startOn: date?.toString() ?? null }
  if (/FREQ=/i.test(text)) return ruled(text, start, time)
  const found = readRepeat(text, reader)
  if (!found) throw new LeftOutError('schedule_unreadable', text)
  const { schedule, startOn = start } = found
  return { schedule: { ...at(schedule, time), ...schedule }, startOn: startOn.toString() }
}

/** An RFC 5545 rule. Throws `rule_not_held` with the reason. */
export function ruled(
  rule: string,
  start: Temporal.PlainDate,
  time: string | undefined
): Pick<ReadTask, 'schedule' | 'startOn'> {
  const imported = fromRrule(rule.replace(/^RRULE:/i, ''), { startOn: start })
  if ('refused' in imported) throw new LeftOutError('rule_not_held', imported.refused)
  const { schedule, startOn } = imported
  return { schedule: at(schedule, schedule.timeOfDay ?? time), startOn: startOn.toString() }
}

export function at<S extends Schedule>(schedule: S, timeOfDay: string | undefined): S {
  return timeOfDay === undefined ? schedule : { ...schedule, timeOfDay }
}

/**
 * Where a schedule stands of which nobody says what was done: at its first date from today on. Throws `over` where there is
 * none any more.
 */
export function standing(task: ReadTask, { today }: Reader): ReadTask {
  const { schedule, startOn } = task
  if (!startOn || startOn >= today.toString()) return task
  if (schedule.kind === 'once') throw new LeftOutError('over', startOn)
  const next = nextAfter(schedule, Temporal.PlainDate.from(startOn), today.subtract({ days: 1 }))
  if (!next) throw new LeftOutError('over', startOn)
  return { ...task, dueOn: next.toString() }
}

const priorityWords: Readonly<Record<string, Priority>> = {
  urgent: 'urgent',
  highest: 'urgent',
  critical: 'urgent',
  dringend: 'urgent',
  '1': 'urgent',
  p1: 'urgent',
  high: 'high',
  hoch: 'high',
  wichtig: 'high',
  important: 'high',
  '2': 'high',
  p2: 'high',
  medium: 'medium',
  normal: 'medium',
  mittel: 'medium',
  '3': 'medium',
  p3: 'medium',
  low: 'low',
  lowest: 'low',
  niedrig: 'low',
  gering: 'low',
  '4': 'low',
  p4: 'low'
}

/** Medium for nothing, and for a word that is none of ours: how much it matters decides nothing else. */
export function priorityNamed(text: string): Priority {
  return priorityWords[text.trim().toLowerCase()] ?? 'medium'
}

const categoryWords: Readonly<Record<Category, readonly string[]>> = {
  cleaning: ['cleaning', 'clean', 'putzen', 'reinigung', 'haushalt', 'household'],
  heating_cooling: ['heating_cooling', 'heating', 'hvac', 'heating and cooling', 'heizung', 'klima', 'lüftung'],
  plumbing: ['plumbing', 'sanitär', 'wasser', 'bad', 'bathroom'],
  electrical: ['electrical', 'electric', 'elektrik', 'elektro', 'strom'],
  appliances: ['appliances', 'appliance', 'geräte', 'haushaltsgeräte', 'kitchen', 'küche'],
  exterior: ['exterior', 'outside', 'roof', 'außen', 'dach', 'fassade'],
  garden: ['garden', 'yard', 'lawn', 'garten'],
  safety: ['safety', 'security', 'sicherheit'],
  pests: ['pests', 'pest', 'schädlinge'],
  vehicles: ['vehicles', 'vehicle', 'car', 'auto', 'fahrzeuge', 'fahrzeug'],
  administration: ['administration', 'admin', 'bills', 'finance', 'verwaltung', 'papiere', 'finanzen'],
  other: ['other', 'sonstiges']
}

export function categoryNamed(text: string): Category {
  const word = text.trim().toLowerCase()
  const found = Object.entries(categoryWords).find(([, words]) => words.includes(word))
  return found ? (found[0] as Category) : 'other' // a key of the table above
}

/** Of "45", "45 min" or "1:30"; undefined for anything else. */
export function minutesOf(text: string): number | undefined {
  const [, hours, minutes] = /^(\d{1,3}):(\d\d)(?::\d\d)?$/.exec(text.trim()) ?? []
  if (hours !== undefined) return Number(hours) * 60 + Number(minutes)
  const [, count] = /^(\d{1,6})(?:[.,]0+)?\s*(?:min(?:ute[ns]?|s)?)?\.?$/i.exec(text.trim()) ?? []
  return count === undefined || Number(count) > 100_000 ? undefined : Number(count)
}
