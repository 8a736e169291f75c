import Type from 'typebox'
import { signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Schedule } from './schedule.ts'
import { Category, Priority } from './tasks.ts'
import { Nullable, PlainDate, Uuid, Words } from './values.ts'

/** What a list may have at most: entries, and bytes as it arrives. */
export const listLimits = { entries: 10_000, bytes: 5 * 1024 * 1024 } as const

/** What a file is known as, by what is in it. `table` is any other CSV, `files` an archive of several lists. */
export const ListFormat = Words(
  'table',
  'icalendar',
  'honeydue',
  'todoist',
  'grocy',
  'donetick',
  'homebox',
  'vikunja',
  'files'
)
export type ListFormat = Type.Static<typeof ListFormat>

/** Why an entry does not become a task. */
export const LeftOutReason = Words(
  'no_title',
  'too_long',
  'date_unreadable',
  'schedule_unreadable',
  'rule_not_held',
  'due_by_meter',
  'done_already',
  'over',
  'inactive',
  'exception_of_series',
  'not_a_task',
  'malformed'
)
export type LeftOutReason = Type.Static<typeof LeftOutReason>

/** What a column of a table is used for. */
export const ColumnUse = Words('title', 'notes', 'due', 'time', 'repeat', 'category', 'priority', 'minutes')
export type ColumnUse = Type.Static<typeof ColumnUse>

/** Of the entries of a list; the three last add up to the first. */
const Counts = Strict({
  read: Type.Integer(),
  /** Tasks that were made; in a preview, that would be. */
  imported: Type.Integer(),
  /** Imported before, or exported from this home. */
  alreadyHere: Type.Integer(),
  notUnderstood: Type.Integer()
})

/** Where an entry stands: `file` within an archive, `line` from 1 on; in JSON, which has no lines, its number. */
const place = { file: Nullable(Type.String()), line: Type.Integer() }

export const LeftOut = Strict({
  ...place,
  reason: LeftOutReason,
  /** The part that was not understood, or the reason of the recurrence rules (docs of `rrule_refused`). */
  detail: Type.String(),
  /** The beginning of the entry. */
  text: Type.String()
})
export type LeftOut = Type.Static<typeof LeftOut>

export const ListedTask = Strict({
  ...place,
  title: Type.String(),
  schedule: Schedule,
  anchorOn: Nullable(PlainDate),
  dueOn: Nullable(PlainDate),
  category: Category,
  priority: Priority,
  alreadyHere: Type.Boolean()
})
export type ListedTask = Type.Static<typeof ListedTask>

/** The columns of a table, by what its first line says, and what each is used for. */
const Columns = Strict({ header: Type.Array(Type.String()), uses: Type.Array(Nullable(ColumnUse)) })

const summary = { format: ListFormat, counts: Counts, leftOut: Type.Array(LeftOut) }

/** How many tasks a preview shows. */
export const mostPreviewed = 200
export const ListPreview = Strict({
  ...summary,
  /** The first ones, as they would be. */
  tasks: Type.Array(ListedTask),
  columns: Nullable(Columns)
})
export type ListPreview = Type.Static<typeof ListPreview>
export const ImportedList = Strict(summary)
export type ImportedList = Type.Static<typeof ImportedList>

const tag = 'Lists'
const residenceId = Strict({ residenceId: Uuid })
const reading = {
  tag,
  ...signedIn,
  rate: 'upload',
  action: 'task.write',
  resource: 'residence',
  params: residenceId,
  query: Strict({
    /** What the columns of a table are used for, in their order, with commas between; an unused one is empty. */
    columns: Type.Optional(Type.String({ maxLength: 1000, pattern: '^[a-z]*(,[a-z]*)*$' }))
  }),
  bytes: { type: 'application/octet-stream', atMost: listLimits.bytes },
  errors: [
    'residence_not_found',
    'not_allowed',
    'residence_archived',
    'list_unreadable',
    'list_too_long',
    'list_archive_refused'
  ]
} as const

export const previewList = route({
  ...reading,
  method: 'POST',
  path: '/api/residences/:residenceId/list-previews',
  summary: 'What would become of a list (CSV, iCalendar, or an export of another program); writes nothing',
  status: 200,
  reply: ListPreview
})
export const importList = route({
  ...reading,
  method: 'POST',
  path: '/api/residences/:residenceId/lists',
  summary:
    'Make tasks of a list, all in one; what was imported before is left as it is, so that repeating it doubles nothing',
  status: 200,
  reply: ImportedList,
  errors: [...reading.errors, 'plan_limit_reached']
})

/** `tasks` as a table or as a calendar of to-dos, each of which can be brought in again; `history` as a table. */
export const exportList = route({
  method: 'GET',
  path: '/api/residences/:residenceId/lists/:list',
  tag,
  ...signedIn,
  action: 'residence.read',
  resource: 'residence',
  summary: 'The tasks or the history of a home as a file: CSV (RFC 4180 in UTF-8 with a byte-order mark) or iCalendar',
  params: Strict({ residenceId: Uuid, list: Words('tasks.csv', 'tasks.ics', 'history.csv') }),
  status: 200,
  file: ['text/csv', 'text/calendar'],
  errors: ['residence_not_found']
})
