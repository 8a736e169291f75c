import { ColumnUse, listLimits, type ListFormat } from '#contract/exchange.ts'
import { NewTask } from '#contract/tasks.ts'
import { Nullable, PlainDate } from '#contract/values.ts'
import { scheduleProblems } from '#server/features/tasks/access.ts'
import { AppError } from '#server/platform/errors.ts'
import { Check } from 'typebox/value'
import { decodeText } from './decode.ts'
import { entryOf, LeftOutError, type Entry, type Reader, type ReadList, type ReadTask } from './entry.ts'
import { isDonetick, readDonetick } from './formats/donetick.ts'
import { documents, isFields, type Fields } from './formats/fields.ts'
import { isGrocy, readGrocy } from './formats/grocy.ts'
import { isHomebox, isHomeboxMaintenance, readHomebox, readHomeboxMaintenance } from './formats/homebox.ts'
import { isCalendar, readCalendarList } from './formats/icalendar.ts'
import { isOwnTable, readOwnTable } from './formats/own-table.ts'
import { tableList } from './formats/table-list.ts'
import { isTodoist, readTodoist } from './formats/todoist.ts'
import { isVikunja, readVikunja } from './formats/vikunja.ts'
import { readTable, type Table } from './table.ts'
import { isArchive, unpack } from './unpack.ts'

/**
 * A list of whatever kind, known by what is in it and not by its name. Throws `list_unreadable`, `list_too_long` and
 * `list_archive_refused`; what is wrong with one entry is said there.
 */
export async function readList(bytes: Buffer, reader: Reader, columns: string | undefined): Promise<ReadList> {
  const list = isArchive(bytes) ? await readArchive(bytes, reader) : readText(decodeText(bytes), reader, columns)
  if (list.entries.length > listLimits.entries) throw new AppError('list_too_long')
  return { ...list, entries: numbered(list.entries.map(checked)) }
}

async function readArchive(bytes: Buffer, reader: Reader): Promise<ReadList> {
  const lists = (await unpack(bytes)).map(({ name, bytes: inside }) => {
    const { format, entries } = readText(decodeText(inside), reader, undefined)
    return { format, entries: entries.map((entry) => ({ ...entry, file: name })) }
  })
  // What is beside it says nothing: Vikunja's own settings, say.
  const filled = lists.filter(({ entries }) => entries.length > 0)
  const formats = new Set(filled.map(({ format }) => format))
  if (lists.length === 0) throw new AppError('list_unreadable')
  const [format = 'files'] = formats.size === 1 ? formats : []
  return { format, entries: filled.flatMap(({ entries }) => entries) }
}

function readText(text: string, reader: Reader, columns: string | undefined): ReadList {
  if (text.includes('\0')) throw new AppError('list_unreadable') // a picture, a program, an old spreadsheet
  if (isCalendar(text)) return { format: 'icalendar', entries: readCalendarList(text, reader) }
  if (/^\uFEFF?\s*[[{]/.test(text)) return readJson(text, reader)
  return readRows(readTable(text), reader, columns)
}

function readJson(text: string, reader: Reader): ReadList {
  const items = documents(itemsIn(parsed(text))).map((item, index) => ({ ...item, line: index + 1 }))
  const [first] = items
  if (!first) return { format: 'files', entries: [] }
  const found = ofDocuments(first, items, reader)
  if (!found) throw new AppError('list_unreadable')
  return { format: found[0], entries: found[1] }
}

/** In an envelope of Donetick's or Homebox's API, or plain. */
function itemsIn(value: unknown): unknown {
  if (!isFields(value)) return value
  return [value['res'], value['chores'], value['items'], value['entries'], value['data']].find(Array.isArray) ?? [value]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new AppError('list_unreadable')
  }
}

type Numbered = Fields & { readonly line: number }

function ofDocuments(first: Fields, items: readonly Numbered[], reader: Reader): [ListFormat, Entry[]] | undefined {
  if (isVikunja(first)) return ['vikunja', readVikunja(items, reader)]
  if (isDonetick(first)) return ['donetick', readDonetick(items, reader)]
  if (isGrocy(first)) return ['grocy', readGrocy(items, reader)]
  if (isHomeboxMaintenance(first)) return ['homebox', readHomeboxMaintenance(items, reader)]
  return undefined
}

function readRows(table: Table, reader: Reader, columns: string | undefined): ReadList {
  if (columns !== undefined) return tableList(table, reader, usesIn(columns))
  if (isOwnTable(table)) return { format: 'honeydue', entries: readOwnTable(table) }
  if (isTodoist(table)) return { format: 'todoist', entries: readTodoist(table, reader) }
  if (isHomebox(table)) return { format: 'homebox', entries: readHomebox(table, reader) }
  const rows = table.rows.map(({ line, cells }): Numbered => {
    const named = table.header.map((name, index) => [name, (cells[index] ?? '').trim()])
    return { ...Object.fromEntries(named), line }
  })
  const [first] = rows
  const [format, entries] = (first && ofDocuments(first, rows, reader)) ?? []
  return format && entries ? { format, entries } : tableList(table, reader, undefined)
}

function usesIn(columns: string): (ColumnUse | null)[] {
  return columns.split(',').map((use) => (Check(ColumnUse, use) ? use : null))
}

/** What no schema can hold is left out, with what of it that was. */
function checked(entry: Entry): Entry {
  if (!entry.task) return entry
  const { task, ...place } = entry
  return entryOf(place, () => whole(task))
}

function whole({ dueOn, ...read }: ReadTask): ReadTask {
  const title = titleOf(read)
  refuseNames(read)
  if (title.length > 200 || (read.notes ?? '').length > 10_000) throw new LeftOutError('too_long')
  const task = { ...read, title, ...(read.notes && { notes: plainLines(read.notes) }) }
  if (!Check(NewTask, task) || !Check(DueOn, dueOn ?? null)) throw new LeftOutError('malformed')
  refuseProblems(task)
  return { ...task, ...(dueOn !== undefined && { dueOn }) }
}

const DueOn = Nullable(PlainDate)

/** People and things of a home are not named in lists: their ids would be another home's. */
const homeNames = ['assignment', 'areaId', 'assetId', 'contractorId', 'meter'] as const

function refuseNames(read: ReadTask): void {
  const named = homeNames.find((name) => name in read)
  if (named !== undefined) throw new LeftOutError('malformed', named)
}

function titleOf({ title }: ReadTask): string {
  const line = typeof title === 'string' ? title.replaceAll(/\s+/g, ' ').trim() : ''
  if (line === '') throw new LeftOutError('no_title')
  return line
}

function refuseProblems({ schedule, startOn }: NewTask): void {
  const [problem] = startOn ? scheduleProblems(schedule, Temporal.PlainDate.from(startOn)) : []
  if (problem) throw new LeftOutError('schedule_unreadable', `${problem.field} ${problem.reason}`)
}

/** Tabs and line breaks are the only control characters that notes may have. */
function plainLines(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(/[^\P{Cc}\t\n\u0080-\u009F]/gu, '')
}

/** The second of two that are alike is another one, and is so again the next time. */
function numbered(entries: readonly Entry[]): Entry[] {
  const seen = new Map<string, number>()
  return entries.map((entry) => {
    const count = (seen.get(entry.identity) ?? 0) + 1
    seen.set(entry.identity, count)
    return count === 1 ? entry : { ...entry, identity: `${entry.identity} ${count}` }
  })
}
