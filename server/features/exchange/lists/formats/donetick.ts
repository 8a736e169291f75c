import type { Every, Schedule, Unit } from '#contract/schedule.ts'
import { entryOf, LeftOutError, type Entry, type Reader, type ReadTask } from '../entry.ts'
import { monthNamed } from '../words/date-words.ts'
import { weekdayNamed } from '../words/repeat-words.ts'
import { at, dateOf } from '../words/task-words.ts'
import { documents, isFields, isTrue, numberOf, textOf, withoutTags, type Fields } from './fields.ts'

export function isDonetick(first: Fields): boolean {
  return 'frequencyType' in first && 'name' in first
}

/** Chores of Donetick, as its API and its export give them. */
export function readDonetick(chores: readonly (Fields & { readonly line: number })[], reader: Reader): Entry[] {
  return chores.map((chore) => {
    const identity = JSON.stringify(['donetick', textOf(chore, 'id') || textOf(chore, 'name')])
    return entryOf({ line: chore.line, identity, text: textOf(chore, 'name') }, () => read(chore, reader))
  })
}

function read(chore: Fields, reader: Reader): ReadTask {
  if (chore['isActive'] === false) throw new LeftOutError('inactive')
  const due = dateOf(textOf(chore, 'nextDueDate'), reader)
  const notes = withoutTags(textOf(chore, 'description'))
  const parts = documents(chore['subTasks']).map((part) => ({ title: textOf(part, 'name', 'title').slice(0, 200) }))
  const checklist = parts.filter(({ title }) => title !== '')
  return {
    title: textOf(chore, 'name'),
    ...(notes !== '' && { notes }),
    priority: priorityOf(numberOf(chore, 'priority')),
    ...(checklist.length > 0 && { checklist }),
    schedule: at(scheduleOf(chore), due?.time),
    startOn: due?.date.toString() ?? null
  }
}

/** 1 is the highest of four, 0 none. */
function priorityOf(priority: number | undefined): 'urgent' | 'high' | 'medium' | 'low' {
  return priority === 1 ? 'urgent' : priority === 2 ? 'high' : priority === 4 ? 'low' : 'medium'
}

function scheduleOf(chore: Fields): Schedule {
  const type = textOf(chore, 'frequencyType')
  if (type === 'once' || type === 'no_repeat') return { kind: 'once' }
  const meta = isFields(chore['frequencyMetadata']) ? chore['frequencyMetadata'] : {}
  const frequency = numberOf(chore, 'frequency') ?? 1
  const rule = readers[type]?.(frequency, meta)
  if (!rule) throw new LeftOutError('schedule_unreadable', `${type} ${textOf(meta, 'unit')}`.trim())
  return { kind: 'every', every: 1, basis: isTrue(chore['isRolling']) ? 'completion' : 'due', ...rule }
}

type Rule = Partial<Every> & Pick<Every, 'unit'>

/** Other kinds (adaptive, by a sensor) have no rule that could be written down. */
const readers: Readonly<Record<string, (frequency: number, meta: Fields) => Rule | undefined>> = {
  daily: () => ({ unit: 'day' }),
  weekly: () => ({ unit: 'week' }),
  monthly: () => ({ unit: 'month' }),
  yearly: () => ({ unit: 'year' }),
  interval(every, meta) {
    const unit = units[textOf(meta, 'unit')]
    return unit && { every, unit }
  },
  days_of_the_week(_frequency, meta) {
    const weekdays = wordsOf(meta['days']).flatMap((day) => weekdayNamed(day) ?? [])
    return weekdays.length > 0 ? { unit: 'week', weekdays: [...new Set(weekdays)] } : undefined
  },
  day_of_the_month(monthDay, meta) {
    const months = wordsOf(meta['months']).flatMap((month) => monthNamed(month) ?? [])
    return { unit: 'month', monthDay, ...(months.length > 0 && { months: [...new Set(months)] }) }
  }
}

const units: Readonly<Record<string, Unit>> = { days: 'day', weeks: 'week', months: 'month', years: 'year' }

function wordsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
}
