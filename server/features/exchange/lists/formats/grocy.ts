import type { Every, Schedule } from '#contract/schedule.ts'
import { entryOf, LeftOutError, type Entry, type Reader, type ReadTask } from '../entry.ts'
import { at, dateOf, standing } from '../words/task-words.ts'
import { weekdayNamed } from '../words/repeat-words.ts'
import { isTrue, numberOf, textOf, withoutTags, type Fields } from './fields.ts'

export function isGrocy(first: Fields): boolean {
  return 'period_type' in first && 'name' in first
}

/** Chores of Grocy, as its API and its tables give them. */
export function readGrocy(chores: readonly (Fields & { readonly line: number })[], reader: Reader): Entry[] {
  return chores.map((chore) => {
    const identity = JSON.stringify([
      'grocy',
      textOf(chore, 'id') || [textOf(chore, 'name'), textOf(chore, 'period_type')]
    ])
    return entryOf({ line: chore.line, identity, text: textOf(chore, 'name') }, () => read(chore, reader))
  })
}

function read(chore: Fields, reader: Reader): ReadTask {
  if (textOf(chore, 'active') !== '' && !isTrue(chore['active'])) throw new LeftOutError('inactive')
  const start = dateOf(textOf(chore, 'start_date', 'row_created_timestamp'), reader)
  const next = dateOf(textOf(chore, 'rescheduled_date', 'next_estimated_execution_time'), reader)
  const time = isTrue(chore['track_date_only']) ? undefined : (next ?? start)?.time
  const notes = withoutTags(textOf(chore, 'description'))
  const task = {
    title: textOf(chore, 'name'),
    ...(notes !== '' && { notes }),
    category: 'cleaning' as const,
    schedule: at(scheduleOf(chore), time)
  }
  return standsAt(task, { start: start?.date, next: next?.date }, reader)
}

type Dates = { readonly start: Temporal.PlainDate | undefined; readonly next: Temporal.PlainDate | undefined }

function standsAt(task: ReadTask, { start, next }: Dates, reader: Reader): ReadTask {
  const dueOn = next?.toString()
  if (task.schedule.kind === 'once') return { ...task, startOn: dueOn ?? null }
  const startOn = (start ?? next ?? reader.today).toString()
  if (dueOn === undefined) return standing({ ...task, startOn }, reader)
  return { ...task, startOn: startOn < dueOn ? startOn : dueOn, dueOn }
}

/** `daily` and the older `dynamic-regular` count from the last time, the others go by the calendar. */
function scheduleOf(chore: Fields): Schedule {
  const type = textOf(chore, 'period_type')
  const days = numberOf(chore, 'period_days') ?? 0
  const every: Every = { kind: 'every', every: numberOf(chore, 'period_interval') ?? 1, unit: 'day', basis: 'due' }
  const schedules: Readonly<Record<string, Schedule>> = {
    manually: { kind: 'once' },
    daily: { ...every, basis: 'completion' },
    'dynamic-regular': { ...every, every: days, basis: 'completion' },
    weekly: { ...every, unit: 'week', ...weekdaysOf(textOf(chore, 'period_config')) },
    monthly: { ...every, unit: 'month', ...(days >= 1 && days <= 31 && { monthDay: days }) },
    yearly: { ...every, unit: 'year' }
  }
  const schedule = schedules[type]
  if (!schedule) throw new LeftOutError('schedule_unreadable', type)
  return schedule
}

function weekdaysOf(names: string): Pick<Every, 'weekdays'> {
  const weekdays = names.split(',').flatMap((word) => weekdayNamed(word.trim()) ?? [])
  return weekdays.length > 0 ? { weekdays: [...new Set(weekdays)] } : {}
}
