import type { Schedule } from '#contract/schedule.ts'
import type { Category, Priority } from '#contract/tasks.ts'
import { entryOf, LeftOutError, type Entry, type ReadTask } from '../entry.ts'
import { cellsByName, type Table } from '../table.ts'

/** The columns of our own export, in their order (../../export/task-table.ts). */
export const ownColumns = [
  'id',
  'title',
  'notes',
  'category',
  'priority',
  'dueOn',
  'repeats',
  'estimatedMinutes',
  'estimatedCostMinor',
  'currency',
  'checklist',
  'schedule',
  'anchorOn',
  'state',
  'meter',
  'meterEvery'
] as const

export function isOwnTable({ header }: Table): boolean {
  return ['id', 'title', 'schedule', 'anchorOn', 'state'].every((name) => header.includes(name))
}

/** What an apostrophe was put before, so that no spreadsheet takes it for a formula. */
export function withoutGuard(cell: string): string {
  return /^'+[=+\-@\t\r＝＋－＠]/.test(cell) ? cell.slice(1) : cell
}

export function readOwnTable(table: Table): Entry[] {
  const find = cellsByName(table)
  return table.rows.map((row) => {
    const cell = (name: (typeof ownColumns)[number]) => withoutGuard(find(row, name))
    return entryOf({ line: row.line, identity: ownIdentity(cell('id')), text: cell('title') }, () => read(cell))
  })
}

/** The same for both forms of our export. */
export function ownIdentity(id: string): string {
  return JSON.stringify(['honeydue', id])
}

function read(cell: (name: (typeof ownColumns)[number]) => string): ReadTask {
  const schedule = documentIn<Schedule>(cell('schedule'), { kind: 'once' })
  refuse(cell, schedule)
  const minutes = cell('estimatedMinutes')
  const cost = cell('estimatedCostMinor')
  const checklist = documentIn<string[]>(cell('checklist'), [])
  const anchorOn = cell('anchorOn')
  return {
    title: cell('title'),
    ...(cell('notes') !== '' && { notes: cell('notes') }),
    category: cell('category') as Category, // the schema looks at it next
    priority: cell('priority') as Priority, // likewise
    ...(minutes !== '' && { estimatedMinutes: Number(minutes) }),
    ...(cost !== '' && { estimatedCost: { minor: Number(cost), currency: cell('currency') } }),
    ...(checklist.length > 0 && { checklist: checklist.map((title) => ({ title })) }),
    schedule,
    startOn: anchorOn === '' ? null : anchorOn,
    dueOn: cell('dueOn') === '' ? null : cell('dueOn')
  }
}

function refuse(cell: (name: (typeof ownColumns)[number]) => string, schedule: Schedule): void {
  const state = cell('state')
  if (state === 'completed') throw new LeftOutError('done_already')
  if (state !== 'open') throw new LeftOutError('inactive', state)
  if (cell('meterEvery') !== '' && schedule.kind === 'once') throw new LeftOutError('due_by_meter', cell('meter'))
}

function documentIn<T>(text: string, otherwise: T): T {
  if (text === '') return otherwise
  try {
    return JSON.parse(text) as T // the schema looks at it next
  } catch {
    throw new LeftOutError('schedule_unreadable', text)
  }
}
