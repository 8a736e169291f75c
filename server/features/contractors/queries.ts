import { sql } from 'kysely'
import type { Contractor, ContractorChange, Specialty } from '#contract/contractors.ts'
import type { Money } from '#contract/values.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type StoredContractor = Contractor & { readonly version: number }
export type ContractorDetails = Required<ContractorChange>

const columns = [
  'contractors.id',
  'contractors.residence_id as residenceId',
  'contractors.name',
  'contractors.company',
  sql<Specialty[]>`contractors.specialties`.as('specialties'), // only words of the contract are written
  'contractors.phone',
  'contractors.email',
  'contractors.site',
  'contractors.notes',
  'contractors.favourite',
  'contractors.version',
  'contractors.created_at as createdAt',
  'contractors.updated_at as updatedAt'
] as const

const recordColumns = [
  'record.rating',
  'record.ratings',
  'record.jobsDone',
  'record.lastDoneOn',
  'record.costs'
] as const

/** What they have done, from the completions that name them. */
const record = sql<{
  rating: number | null
  ratings: number
  jobsDone: number
  lastDoneOn: string | null
  costs: Money[]
}>`(
  select round(avg(rating), 1)::float8 as rating, count(rating)::integer as ratings,
    count(*) filter (where kind = 'done')::integer as "jobsDone",
    max(completed_on) filter (where kind = 'done') as "lastDoneOn",
    coalesce((
      select jsonb_agg(jsonb_build_object('minor', minor, 'currency', currency) order by currency)
      from (
        select sum(cost_minor) as minor, cost_currency as currency from completions
        where contractor_id = contractors.id and cost_minor is not null group by cost_currency
      ) sums
    ), '[]') as costs
  from completions where contractor_id = contractors.id
)`

export type ContractorList = {
  readonly residenceId: string
  readonly specialty: Specialty | undefined
  /** Each must stand somewhere in their facts. */
  readonly words: readonly string[]
  readonly after: readonly [rank: number, sortName: string, id: string] | undefined
  readonly limit: number
}

export async function listContractorsOf(
  db: Db,
  { residenceId, specialty, words, after, limit }: ContractorList
): Promise<(StoredContractor & { rank: number; sortName: string })[]> {
  return db
    .selectFrom('contractors')
    .innerJoinLateral(record.as('record'), (join) => join.onTrue())
    .where('contractors.residence_id', '=', residenceId)
    .$if(specialty !== undefined, (query) => query.where(sql<boolean>`${specialty} = any(contractors.specialties)`))
    .$if(words.length > 0, (query) =>
      query.where(
        sql<boolean>`(select bool_and(strpos(contractors.search_text, lower(word)) > 0) from unnest(${words}::text[]) word)`
      )
    )
    .$if(after !== undefined, (query) =>
      query.where(
        sql<boolean>`(list_rank, sort_name, contractors.id) > (${after?.[0]}::smallint, ${after?.[1]}::text, ${after?.[2]}::uuid)`
      )
    )
    .select([...columns, ...recordColumns, 'contractors.list_rank as rank', 'contractors.sort_name as sortName'])
    .orderBy('contractors.list_rank')
    .orderBy('contractors.sort_name')
    .orderBy('contractors.id')
    .limit(limit)
    .execute()
}

/** Of one's own homes, in the order in which they were made. */
export function contractorsByIds(db: Db, ids: readonly string[]): Promise<StoredContractor[]> {
  return db
    .selectFrom('contractors')
    .innerJoinLateral(record.as('record'), (join) => join.onTrue())
    .where(sql<boolean>`contractors.id = any(${ids}::uuid[])`)
    .select([...columns, ...recordColumns])
    .orderBy('contractors.id')
    .execute()
}

/** Undefined when there is none, or it is not the person's to see. */
export function findContractor(db: Db, userId: string, contractorId: string): Promise<StoredContractor | undefined> {
  return withRecord(myResidences(db, userId), contractorId).executeTakeFirst()
}

/** The same for a write: locked, after its residence. */
export function lockContractor(
  tx: Tx,
  userId: string,
  contractorId: string
): Promise<(StoredContractor & Membership) | undefined> {
  return withRecord(lockMyResidences(tx, userId), contractorId)
    .select(memberColumns)
    .forUpdate('contractors')
    .executeTakeFirst()
}

function withRecord(residences: ReturnType<typeof myResidences>, contractorId: string) {
  return residences
    .innerJoin('contractors', 'contractors.residence_id', 'residences.id')
    .innerJoinLateral(record.as('record'), (join) => join.onTrue())
    .where('contractors.id', '=', contractorId)
    .select([...columns, ...recordColumns])
}

export type NewContractorRow = ContractorDetails & { readonly id: string; readonly residenceId: string }

export async function insertContractor(tx: Tx, { residenceId, ...row }: NewContractorRow, now: string): Promise<void> {
  await tx
    .insertInto('contractors')
    .values({ ...row, residence_id: residenceId, created_at: now, updated_at: now })
    .execute()
}

export async function updateContractorRow(tx: Tx, id: string, change: ContractorChange, now: string): Promise<void> {
  await tx
    .updateTable('contractors')
    .set({ ...change, version: sql`version + 1`, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** Its tasks have another version then: their tags name it. */
export async function deleteContractorRow(tx: Tx, id: string, now: string): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ contractor_id: null, version: sql`version + 1`, updated_at: now })
    .where('contractor_id', '=', id)
    .execute()
  await tx.deleteFrom('contractors').where('id', '=', id).execute()
}

/** Somebody of that home; undefined for everybody else. */
export function contractorOf(
  db: Db,
  residenceId: string,
  contractorId: string
): Promise<{ id: string; name: string } | undefined> {
  return db
    .selectFrom('contractors')
    .select(['id', 'name'])
    .where('id', '=', contractorId)
    .where('residence_id', '=', residenceId)
    .executeTakeFirst()
}
