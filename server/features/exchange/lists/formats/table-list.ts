import type { ColumnUse } from '#contract/exchange.ts'
import { entryOf, type Entry, type Reader, type ReadList, type ReadTask } from '../entry.ts'
import type { Row, Table } from '../table.ts'
import { categoryNamed, dateOf, minutesOf, priorityNamed, scheduled, timeOf } from '../words/task-words.ts'

const names: Readonly<Record<ColumnUse, readonly string[]>> = {
  title: [
    'title',
    'name',
    'task',
    'task name',
    'todo',
    'to-do',
    'what',
    'subject',
    'summary',
    'chore',
    'item',
    'titel',
    'aufgabe',
    'betreff',
    'bezeichnung',
    'was'
  ],
  notes: [
    'notes',
    'note',
    'description',
    'details',
    'comment',
    'comments',
    'notizen',
    'notiz',
    'beschreibung',
    'bemerkung',
    'kommentar'
  ],
  due: [
    'due',
    'due date',
    'due on',
    'dueon',
    'date',
    'deadline',
    'start',
    'start date',
    'next due',
    'next due date',
    'fällig',
    'fällig am',
    'fälligkeit',
    'datum',
    'termin',
    'frist',
    'nächster termin'
  ],
  time: ['time', 'time of day', 'due time', 'start time', 'uhrzeit', 'zeit'],
  repeat: [
    'repeat',
    'repeats',
    'recurrence',
    'rrule',
    'frequency',
    'interval',
    'every',
    'schedule',
    'wiederholung',
    'intervall',
    'rhythmus',
    'turnus',
    'häufigkeit'
  ],
  category: ['category', 'type', 'area', 'kategorie', 'bereich', 'art'],
  priority: ['priority', 'prio', 'importance', 'priorität', 'wichtigkeit', 'dringlichkeit'],
  minutes: ['minutes', 'duration', 'estimated minutes', 'estimatedminutes', 'minuten', 'dauer', 'dauer (min)']
}

/** Any table: the columns are known by what people usually call them, or as the reader has said. */
export function tableList(table: Table, reader: Reader, chosen: readonly (ColumnUse | null)[] | undefined): ReadList {
  const uses = table.header.map((name, index) => (chosen ? (chosen[index] ?? null) : useOf(name)))
  const seen = new Set<string>()
  const once = uses.map((use) => (use === null || seen.has(use) ? null : (seen.add(use), use)))
  const columns = { header: table.header, uses: once }
  if (!once.includes('title')) return { format: 'table', entries: [], columns }
  return { format: 'table', entries: table.rows.map((row) => entry(row, once, reader)), columns }
}

function useOf(name: string): ColumnUse | null {
  const word = name.toLowerCase().replaceAll('_', ' ').trim()
  const found = Object.entries(names).find(([, words]) => words.includes(word))
  return found ? (found[0] as ColumnUse) : null // a key of the table above
}

function entry(row: Row, uses: readonly (ColumnUse | null)[], reader: Reader): Entry {
  const cell = (use: ColumnUse) => (row.cells[uses.indexOf(use)] ?? '').trim()
  const text = row.cells.join(' | ')
  return entryOf({ line: row.line, identity: JSON.stringify(['table', row.cells]), text }, () => read(cell, reader))
}

function read(cell: (use: ColumnUse) => string, reader: Reader): ReadTask {
  const due = dateOf(cell('due'), reader)
  const time = timeOf(cell('time')) ?? due?.time
  const minutes = minutesOf(cell('minutes'))
  return {
    title: cell('title'),
    ...(cell('notes') !== '' && { notes: cell('notes') }),
    category: categoryNamed(cell('category')),
    priority: priorityNamed(cell('priority')),
    ...(minutes !== undefined && { estimatedMinutes: minutes }),
    ...scheduled({ repeat: cell('repeat'), date: due?.date, time }, reader)
  }
}
