import type { Readable } from 'node:stream'
import type { Asset } from '#contract/assets.ts'
import type { Completion } from '#contract/completions.ts'
import type { Document } from '#contract/documents.ts'
import type { Contractor } from '#contract/contractors.ts'
import type { GuestLink } from '#contract/guests.ts'
import type { Member, Residence } from '#contract/residences.ts'
import type { Task } from '#contract/tasks.ts'
import { me } from '#server/features/accounts/access.ts'
import { everyArea, everyAsset, everyMeter, everyReading, type MeterReading } from '#server/features/assets/access.ts'
import { dismissedTemplates } from '#server/features/catalogue/access.ts'
import { everyDocument } from '#server/features/documents/access.ts'
import { contractorsOfHome } from '#server/features/contractors/access.ts'
import { fileEntries, filesOfHome, filesOfPersonElsewhere } from '#server/features/files/access.ts'
import { guestLinksOf } from '#server/features/guests/access.ts'
import { listMembers, viewResidence } from '#server/features/residences/access.ts'
import { everyCompletion, everyTask, readingCells, readingColumns } from '#server/features/tasks/access.ts'
import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { csv, jsonLines } from '#server/platform/csv.ts'
import { zip, type ZipEntry } from '#server/platform/zip.ts'
import { accountEntries } from './account-entries.ts'
import { readMe } from './read-me.ts'

/** The homes to take along, and whom to tell that one more is in. */
export type ExportPlan = { readonly homeIds: readonly string[]; readonly homeDone: (count: number) => Promise<void> }

/** All that the person can read at this moment, read with their own right while the archive is read. */
export async function exportArchive(
  ctx: Ctx<User>,
  storage: FileStorage,
  { homeIds, homeDone }: ExportPlan
): Promise<Readable> {
  const profile = await me(ctx.db, ctx.actor.userId)
  const entries = [
    text('README.txt', readMe(profile.language)),
    text('profile.json', pretty(profile)),
    ...(await accountEntries(ctx))
  ]
  for (const [index, residenceId] of homeIds.entries()) {
    const { residence } = await viewResidence(ctx.db, ctx, residenceId)
    const { items: members } = await listMembers(ctx, residenceId)
    const dismissedSuggestions = [...(await dismissedTemplates(ctx.db, residenceId))]
    const contractors = await contractorsOfHome(ctx.db, residenceId)
    const guestLinks = await guestLinksOf(ctx, residenceId)
    const home = { ...residence, members, dismissedSuggestions, contractors, guestLinks }
    const number = index + 1
    const folder = `homes/${number} ${fileName(home.name)}`
    const files = await filesOfHome(ctx.db, residenceId)
    const ofHome = [...homeEntries(ctx, folder, home), ...fileEntries(ctx, { storage, folder, files })]
    entries.push(...withEnd(ofHome, () => homeDone(number)))
  }
  const elsewhere = await filesOfPersonElsewhere(ctx.db, ctx.actor.userId, homeIds)
  if (elsewhere.length > 0) entries.push(...fileEntries(ctx, { storage, folder: 'elsewhere', files: elsewhere }))
  return zip(entries, ctx.now())
}

/** With what is in `home.json`. */
type Home = Residence & {
  readonly members: readonly Member[]
  readonly dismissedSuggestions: readonly string[]
  readonly contractors: readonly Contractor[]
  readonly guestLinks: readonly GuestLink[]
}

function homeEntries(ctx: Ctx<User>, folder: string, home: Home): ZipEntry[] {
  const tasks = () => everyTask(ctx, home.id)
  const papers = () => everyDocument(ctx, home.id)
  const history = () => everyCompletion(ctx, home.id)
  return [
    text(`${folder}/home.json`, pretty(home)),
    { path: `${folder}/tasks.json`, content: () => jsonLines(tasks()) },
    { path: `${folder}/tasks.csv`, content: () => csv(taskColumns, mapped(tasks(), taskRow)) },
    { path: `${folder}/papers.json`, content: () => jsonLines(papers()) },
    { path: `${folder}/papers.csv`, content: () => csv(paperColumns, mapped(papers(), paperRow)) },
    { path: `${folder}/rooms.json`, content: () => jsonLines(everyArea(ctx, home.id)) },
    { path: `${folder}/appliances.json`, content: () => jsonLines(everyAsset(ctx, home.id)) },
    {
      path: `${folder}/appliances.csv`,
      content: () => csv(applianceColumns, mapped(everyAsset(ctx, home.id), applianceRow))
    },
    { path: `${folder}/meters.json`, content: () => jsonLines(everyMeter(ctx, home.id)) },
    { path: `${folder}/readings.json`, content: () => jsonLines(everyReading(ctx, home.id)) },
    {
      path: `${folder}/readings.csv`,
      content: () => csv(meterColumns, mapped(everyReading(ctx, home.id), meterRow))
    },
    { path: `${folder}/history.json`, content: () => jsonLines(history()) },
    { path: `${folder}/history.csv`, content: () => csv(historyColumns, mapped(history(), historyRow)) }
  ]
}

/** The entries, and what is to be done when the last of them has been read. */
function withEnd(entries: ZipEntry[], atEnd: () => Promise<void>): ZipEntry[] {
  return entries.map((entry, index) => ({
    ...entry,
    async *content() {
      yield* entry.content()
      if (index === entries.length - 1) await atEnd()
    }
  }))
}

const taskColumns = [
  'title',
  'notes',
  'category',
  'priority',
  'column',
  'dueOn',
  'lastCompletedOn',
  'completionCount',
  'estimatedMinutes',
  'estimatedCost',
  'currency',
  'createdAt'
] as const

function taskRow({ estimatedCost, ...task }: Task) {
  return { ...task, estimatedCost: major(estimatedCost), currency: estimatedCost?.currency ?? '' }
}

const paperColumns = ['title', 'kind', 'startsOn', 'endsOn', 'notes', 'files', 'createdAt'] as const

function paperRow({ details, files, ...document }: Document) {
  return {
    ...document,
    kind: details.kind,
    startsOn: 'startsOn' in details ? details.startsOn : '',
    files: files.map(({ fileId, name }) => name ?? fileId).join(' ')
  }
}

const applianceColumns = [
  'name',
  'kind',
  'make',
  'model',
  'serial',
  'installedOn',
  'price',
  'currency',
  'expectedLifeYears',
  'warrantyEndsOn',
  'notes',
  'archivedAt'
] as const

function applianceRow({ price, ...asset }: Asset) {
  return { ...asset, price: major(price), currency: price?.currency ?? '' }
}

const meterColumns = ['readOn', 'meter', 'value', 'unit', 'formerValue', 'readBy', 'recordedAt'] as const

function meterRow({ readBy, ...reading }: MeterReading) {
  return { ...reading, readBy: readBy?.displayName ?? '' }
}

const historyColumns = [
  'completedOn',
  'taskTitle',
  'kind',
  'completedBy',
  'contractor',
  'minutes',
  'cost',
  'currency',
  'rating',
  'notes',
  'dueOn',
  ...readingColumns
] as const

function historyRow({ completedBy, contractor, cost, meterReading, ...completion }: Completion) {
  return {
    ...completion,
    completedBy: completedBy?.displayName ?? '',
    contractor: contractor?.name ?? '',
    cost: major(cost),
    currency: cost?.currency ?? '',
    ...readingCells(meterReading)
  }
}

/** An amount as people write it: some currencies have no minor unit, or thousandths. */
function major(money: { minor: number; currency: string } | null): string {
  if (!money) return ''
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: money.currency })
  const { maximumFractionDigits: digits = 2 } = format.resolvedOptions()
  return (money.minor / 10 ** digits).toFixed(digits)
}

async function* mapped<T, U>(items: AsyncIterable<T>, map: (item: T) => U): AsyncIterable<U> {
  for await (const item of items) yield map(item)
}

function text(path: string, content: string): ZipEntry {
  return { path, content: () => [content] }
}

function pretty(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/** A name as every file system takes it. */
function fileName(name: string): string {
  return name
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .slice(0, 40)
}
