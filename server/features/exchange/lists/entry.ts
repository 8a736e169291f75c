import type { LeftOutReason, ListFormat } from '#contract/exchange.ts'
import type { NewTask } from '#contract/tasks.ts'

/** Whose list it is: where its dates are read. */
export type Reader = {
  readonly today: Temporal.PlainDate
  readonly timeZone: string
  /** ISO 3166-1 alpha-2: in the US the month comes first. */
  readonly country: string | null
}

/** A task as a list has it. `dueOn`: where the schedule stands, if not at its first date. */
export type ReadTask = NewTask & { readonly dueOn?: string | null }

/** A task as our own calendar keeps it beside what others read. `dueByMeter`: by nothing else, so that it is no task elsewhere. */
export type KeptTask = ReadTask & { readonly dueByMeter?: true }

/** One entry of a list: a task, or why it is none. */
export type Entry = {
  /** From 1 on. */
  readonly line: number
  /** Within an archive. */
  readonly file?: string
  /** By what the same entry is known in another file of tomorrow: its own id where it has one. */
  readonly identity: string
  /** The beginning of it, for the report. */
  readonly text: string
} & (
  | { readonly task: ReadTask; readonly leftOut?: undefined }
  | { readonly task?: undefined; readonly leftOut: { readonly reason: LeftOutReason; readonly detail: string } }
)

export type ReadList = {
  readonly format: ListFormat
  readonly entries: readonly Entry[]
  /** Of a table: the first line, and what each column was taken for. */
  readonly columns?: { readonly header: readonly string[]; readonly uses: readonly (string | null)[] }
}

/** Thrown while one entry is read, and caught where its list is. */
export class LeftOutError extends Error {
  readonly reason: LeftOutReason

  constructor(reason: LeftOutReason, detail = '') {
    super(detail)
    this.reason = reason
  }
}

/** An entry, of what `read` gives or throws; without anything it is damaged. */
export function entryOf(
  place: { readonly line: number; readonly identity: string; readonly text: string },
  read: () => ReadTask | undefined
): Entry {
  try {
    const task = read()
    if (!task) throw new LeftOutError('malformed')
    return { ...place, task }
  } catch (error) {
    if (!(error instanceof LeftOutError)) throw error
    return { ...place, leftOut: { reason: error.reason, detail: error.message.slice(0, 120) } }
  }
}
