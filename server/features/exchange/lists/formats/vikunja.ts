import type { Every, Schedule } from '#contract/schedule.ts'
import { entryOf, LeftOutError, type Entry, type Reader, type ReadTask } from '../entry.ts'
import { at, dateOf } from '../words/task-words.ts'
import { documents, isTrue, numberOf, textOf, withoutTags, type Fields } from './fields.ts'

export function isVikunja(first: Fields): boolean {
  return Array.isArray(first['tasks']) && 'title' in first
}

/** The projects of Vikunja's export (`data.json`). */
export function readVikunja(projects: readonly Fields[], reader: Reader): Entry[] {
  return projects
    .flatMap((project) => documents(project['tasks']))
    .map((task, index) => {
      const identity = JSON.stringify(['vikunja', textOf(task, 'id') || textOf(task, 'title')])
      return entryOf({ line: index + 1, identity, text: textOf(task, 'title') }, () => read(task, reader))
    })
}

/** How Go writes that there is no date. */
const none = /^0001-01-01/

function read(task: Fields, reader: Reader): ReadTask {
  if (isTrue(task['done'])) throw new LeftOutError('done_already')
  const written = textOf(task, 'due_date')
  const due = none.test(written) ? undefined : dateOf(written, reader)
  const notes = withoutTags(textOf(task, 'description'))
  return {
    title: textOf(task, 'title'),
    ...(notes !== '' && { notes }),
    priority: priorityOf(numberOf(task, 'priority') ?? 0),
    schedule: at(scheduleOf(task), due?.time),
    startOn: due?.date.toString() ?? null
  }
}

/** 1 low, 2 medium, 3 high, 4 urgent, 5 do now; 0 unset. */
function priorityOf(priority: number): 'urgent' | 'high' | 'medium' | 'low' {
  return priority >= 4 ? 'urgent' : priority === 3 ? 'high' : priority === 1 ? 'low' : 'medium'
}

const day = 86_400

/** `repeat_after` in seconds; mode 1 is monthly, mode 2 counts from the day it was done. */
function scheduleOf(task: Fields): Schedule {
  const seconds = numberOf(task, 'repeat_after') ?? 0
  const mode = numberOf(task, 'repeat_mode') ?? 0
  const schedule: Every = { kind: 'every', every: 1, unit: 'month', basis: mode === 2 ? 'completion' : 'due' }
  if (mode === 1) return schedule
  return seconds === 0 ? { kind: 'once' } : { ...schedule, ...intervalOf(seconds) }
}

function intervalOf(seconds: number): Pick<Every, 'every' | 'unit'> {
  const days = seconds / day
  if (days === 365) return { every: 1, unit: 'year' }
  if (!Number.isInteger(days) || days > 7000) throw new LeftOutError('schedule_unreadable', `repeat_after ${seconds}`)
  return days % 7 === 0 ? { every: days / 7, unit: 'week' } : { every: days, unit: 'day' }
}
