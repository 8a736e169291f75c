import { sql } from 'kysely'
import type { YearCost } from '#contract/assets.ts'
import type { Completion, NewCompletion } from '#contract/completions.ts'
import type { MeterUnit } from '#contract/meters.ts'
import type { Category } from '#contract/tasks.ts'
import { units } from '#server/features/assets/access.ts'
import { photosOf } from '#server/features/files/access.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { money } from './queries.ts'

/** One task's history, latest record first, before the record `before`. */
export function listTaskHistory(
  db: Db,
  taskId: string,
  { before, limit }: { before: number | undefined; limit: number }
): Promise<(Completion & { number: number })[]> {
  const all = selectCompletions(db).select('completions.number').where('completions.task_id', '=', taskId)
  const rest = before === undefined ? all : all.where('completions.number', '<', before)
  return rest
    .orderBy('completions.number', 'desc')
    .limit(limit)
    .execute()
    .then((rows) => shown(db, rows))
}

export type HistoryPage = {
  residenceId: string
  from?: string
  to?: string
  completedBy?: string
  contractorId?: string
  kind?: NewCompletion['kind']
  assetId?: string
  category?: Category
  taskIds?: readonly string[]
  /** Day and id of the last one of the page before. */
  after: readonly [completedOn: string, id: string] | undefined
  limit: number
}

/** A residence's history, newest day first. */
export function listHistory(
  db: Db,
  { residenceId, from, to, completedBy, kind, assetId, contractorId, category, taskIds, after, limit }: HistoryPage
): Promise<Completion[]> {
  return selectCompletions(db)
    .where('completions.residence_id', '=', residenceId)
    .$if(from !== undefined, (query) => query.where('completions.completed_on', '>=', from ?? null))
    .$if(to !== undefined, (query) => query.where('completions.completed_on', '<=', to ?? null))
    .$if(completedBy !== undefined, (query) => query.where('completions.completed_by', '=', completedBy ?? null))
    .$if(contractorId !== undefined, (query) => query.where('completions.contractor_id', '=', contractorId ?? null))
    .$if(kind !== undefined, (query) => query.where('completions.kind', '=', kind ?? null))
    .$if(assetId !== undefined, (query) => query.where('completions.asset_id', '=', assetId ?? null))
    .$if(category !== undefined, (query) => query.where('tasks.category', '=', category ?? null))
    .$if(taskIds !== undefined, (query) => query.where('completions.task_id', 'in', taskIds ?? []))
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(completions.completed_on, completions.id) < (${after?.[0]}::date, ${after?.[1]}::uuid)`)
    )
    .orderBy('completions.completed_on', 'desc')
    .orderBy('completions.id', 'desc')
    .limit(limit)
    .execute()
    .then((rows) => shown(db, rows))
}

/** What was spent on an appliance in each year, in each currency, the latest year first. */
export function costsOfAsset(db: Db, { id, residenceId }: { id: string; residenceId: string }): Promise<YearCost[]> {
  return db
    .selectFrom('completions')
    .where('residence_id', '=', residenceId)
    .where('asset_id', '=', id)
    .where('cost_minor', 'is not', null)
    .select([
      sql<number>`extract(year from completed_on)::integer`.as('year'),
      sql<string>`cost_currency`.as('currency'),
      sql<number>`sum(cost_minor)::bigint`.as('minor')
    ])
    .groupBy(['year', 'cost_currency'])
    .orderBy('year', 'desc')
    .orderBy('cost_currency')
    .execute()
}

/** The paper that somebody's accepted work left behind. */
const invoice = sql<Completion['invoice']>`(
  select jsonb_build_object('documentId', papers.id, 'file', (
    select jsonb_build_object('id', files.id, 'type', files.type)
    from document_files join files on files.id = document_files.file_id
    where document_files.document_id = papers.id order by document_files.position limit 1
  ))
  from documents papers where papers.completion_id = completions.id
)`

function selectCompletions(db: Db) {
  return db
    .selectFrom('completions')
    .innerJoin('tasks', 'tasks.id', 'completions.task_id')
    .leftJoin('meter_readings as taken', 'taken.completion_id', 'completions.id')
    .leftJoin('meters', 'meters.id', 'taken.meter_id')
    .leftJoin('users as doer', 'doer.id', 'completions.completed_by')
    .select([
      'completions.id',
      'completions.task_id as taskId',
      'tasks.title as taskTitle',
      'completions.kind',
      'completions.due_on as dueOn',
      'completions.completed_on as completedOn',
      'doer.id as doerId',
      'doer.display_name as doerName',
      'completions.contractor_id as contractorId',
      'completions.contractor_name as contractorName',
      'completions.minutes',
      'completions.cost_minor',
      'completions.cost_currency',
      'completions.notes',
      'completions.rating',
      'completions.recorded_at as recordedAt',
      'taken.value as meterValue',
      'meters.unit as meterUnit'
    ])
    .select(invoice.as('invoice'))
}

type CompletionRow = Omit<Completion, 'completedBy' | 'contractor' | 'cost' | 'photos' | 'meterReading'> & {
  contractorId: string | null
  contractorName: string | null
  meterValue: number | null
  meterUnit: string | null
  doerId: string | null
  doerName: string | null
  cost_minor: number | null
  cost_currency: string | null
}

async function shown<R extends CompletionRow>(db: Db, rows: readonly R[]) {
  const photos = await photosOf(
    db,
    rows.map(({ id }) => id)
  )
  return rows.map(({ doerId, doerName, contractorId, contractorName, cost_minor, cost_currency, ...rest }) => {
    const { meterValue, meterUnit, ...row } = rest
    return {
      ...row,
      completedBy: doerId === null || doerName === null ? null : { userId: doerId, displayName: doerName },
      contractor: contractorName === null ? null : { id: contractorId, name: contractorName },
      cost: money(cost_minor, cost_currency),
      photos: photos.get(row.id) ?? [],
      meterReading: readingOf(meterValue, meterUnit)
    }
  })
}

function readingOf(value: number | null, unit: string | null): Completion['meterReading'] {
  return value === null || unit === null ? null : { value: units(value), unit: unit as MeterUnit } // only validated ones are written
}
