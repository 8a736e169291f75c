import { createHash } from 'node:crypto'
import {
  mostPreviewed,
  type ImportedList,
  type importList as importRoute,
  type LeftOut,
  type ListedTask,
  type ListPreview
} from '#contract/exchange.ts'
import type { Input } from '#contract/route.ts'
import { refuseUnlessAllowed, requireMember } from '#server/features/residences/access.ts'
import { addImportedTasks, firstOn, tasksAmong } from '#server/features/tasks/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { AppError } from '#server/platform/errors.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { today } from '#server/platform/time-zone.ts'
import type { Entry, ReadList, ReadTask } from './entry.ts'
import { knownEntries, placeOfReading, saveEntries } from './list-queries.ts'
import { readList } from './read-list.ts'

type Asked = Input<typeof importRoute>

/** Writes nothing. */
export async function previewList(ctx: Ctx<User>, asked: Asked): Promise<ListPreview> {
  const { residenceId } = asked.params
  const list = await readFor(ctx, asked)
  const known = await knownAmong(ctx.db, residenceId, list.entries)
  const tasks = list.entries.flatMap((entry) => (entry.task ? listed(entry, entry.task, known) : []))
  return {
    ...summary(list, known),
    tasks: tasks.slice(0, mostPreviewed),
    columns: list.columns ? { header: [...list.columns.header], uses: [...list.columns.uses] as never } : null // of ColumnUse
  }
}

/** All that is new, in one: the residence is locked, so that of two who import the same the second finds it there. */
export async function importList(ctx: Ctx<User>, asked: Asked): Promise<ImportedList> {
  const { residenceId } = asked.params
  const list = await readFor(ctx, asked)
  return addImportedTasks(ctx, residenceId, async (tx, add) => {
    const known = await knownAmong(tx, residenceId, list.entries)
    const fresh = list.entries.filter(({ task, identity }) => task && !known.has(identity))
    const ids = await add(fresh.flatMap(({ task }) => task ?? []))
    const entries = fresh.flatMap(({ identity }, index) => {
      const taskId = ids[index]
      return taskId === undefined ? [] : { digest: digestOf(identity), taskId }
    })
    await saveEntries(tx, residenceId, entries)
    return summary(list, known)
  })
}

async function readFor(ctx: Ctx<User>, { params, query, bytes }: Asked): Promise<ReadList> {
  const member = await requireMember(ctx, params.residenceId)
  refuseUnlessAllowed(member, 'task.write')
  const place = await placeOfReading(ctx.db, params.residenceId)
  if (!place) throw new AppError('residence_not_found')
  const reader = { ...place, today: today(ctx.now(), place.timeZone) }
  return readList(Buffer.from(bytes), reader, query.columns)
}

/** The identities of what was imported before, or is here because it was exported from here. */
async function knownAmong(db: Db, residenceId: string, entries: readonly Entry[]): Promise<Set<string>> {
  const own = new Map(entries.flatMap(({ identity }) => ownId(identity) ?? []))
  const [digests, here] = await Promise.all([
    knownEntries(
      db,
      residenceId,
      entries.map(({ identity }) => digestOf(identity))
    ),
    tasksAmong(db, residenceId, [...own.values()])
  ])
  return new Set(
    entries.flatMap(({ identity }) =>
      digests.has(digestOf(identity).toString('hex')) || here.has(own.get(identity) ?? '') ? identity : []
    )
  )
}

function ownId(identity: string): [[string, string]] | undefined {
  const id = /^\["honeydue","([0-9a-f-]{36})"\]$/.exec(identity)?.[1]
  return id === undefined ? undefined : [[identity, id]]
}

/** No secret: it only has to be short. */
function digestOf(identity: string): Buffer {
  return createHash('sha256').update(identity).digest()
}

function summary({ format, entries }: ReadList, known: ReadonlySet<string>): ImportedList {
  const leftOut = entries.flatMap(({ leftOut: why, file = null, line, text }): LeftOut[] =>
    why ? [{ file, line, ...why, text: text.replaceAll(/\s+/g, ' ').trim().slice(0, 120) }] : []
  )
  const alreadyHere = entries.filter(({ task, identity }) => task && known.has(identity)).length
  const imported = entries.length - alreadyHere - leftOut.length
  return { format, counts: { read: entries.length, imported, alreadyHere, notUnderstood: leftOut.length }, leftOut }
}

function listed({ file, line, identity }: Entry, task: ReadTask, known: ReadonlySet<string>): ListedTask {
  const { title, schedule, category = 'other', priority = 'medium' } = task
  const startOn = task.startOn ?? null
  const first = startOn === null ? undefined : firstOn(schedule, Temporal.PlainDate.from(startOn))
  const dueOn = task.dueOn === undefined ? (first?.toString() ?? null) : task.dueOn
  const alreadyHere = known.has(identity)
  return { file: file ?? null, line, title, schedule, anchorOn: startOn, dueOn, category, priority, alreadyHere }
}
