import { sql } from 'kysely'
import type { Language } from '#contract/values.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { caughtUpDays, type Stage } from './reminder-rules.ts'

/** What a stage is told apart by. */
export type StageKey = {
  readonly documentId: string
  readonly endsOn: string
  readonly daysBefore: number
  readonly userId: string
}
export type Candidate = StageKey & Stage

/**
 * Stages that may be due by now, for everybody who lives with the paper and may do something about it, the ones after
 * `after`; whether one is, the person's zone decides.
 */
export async function candidates(
  db: Db,
  now: Temporal.Instant,
  { after, limit }: { after: StageKey | undefined; limit: number }
): Promise<Candidate[]> {
  const today = now.toZonedDateTimeISO('UTC').toPlainDate()
  const { rows } = await sql<Candidate>`
    select documents.id as "documentId", ends_on as "endsOn", days_before as "daysBefore", memberships.user_id as "userId",
      users.time_zone as "timeZone", reminder_hour as hour, greatest(reminds_from, joined_at) as since
    from documents
    cross join unnest(remind_days) days (days_before)
    join residences on residences.id = documents.residence_id and archived_at is null
    join memberships on memberships.residence_id = documents.residence_id and role <> 'viewer'
    join users on users.id = memberships.user_id and reminder_hour is not null
      and email_verified_at is not null and disabled_at is null
    where ends_on >= ${today.subtract({ days: caughtUpDays }).toString()}::date
      and ends_on - days_before <= ${today.add({ days: 1 }).toString()}::date
      and ends_on - days_before >= greatest(reminds_from, joined_at)::date - 1
      and not exists (
        select from document_reminders known
        where known.document_id = documents.id and known.ends_on = documents.ends_on
          and known.days_before = days.days_before and known.user_id = memberships.user_id and channel = 'mail')
      and (${after === undefined} or (documents.id, days_before, memberships.user_id) >
        (${after?.documentId ?? null}::uuid, ${after?.daysBefore ?? null}::smallint, ${after?.userId ?? null}::uuid))
    order by documents.id, days_before, memberships.user_id
    limit ${limit}`.execute(db)
  return rows
}

/** Those of them that nobody else has planned meanwhile. */
export async function planStages(
  tx: Tx,
  stages: readonly (StageKey & { dueAt: string })[],
  now: string
): Promise<StageKey[]> {
  if (stages.length === 0) return []
  const rows = stages.map(({ documentId, endsOn, daysBefore, userId, dueAt }) => ({
    document_id: documentId,
    ends_on: endsOn,
    days_before: daysBefore,
    user_id: userId,
    channel: 'mail',
    due_at: dueAt,
    planned_at: now
  }))
  return tx
    .insertInto('document_reminders')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['document_id as documentId', 'ends_on as endsOn', 'days_before as daysBefore', 'user_id as userId'])
    .execute()
}

type Batch = { readonly userId: string; readonly stages: readonly Omit<StageKey, 'userId'>[] }

/** The rows of a batch, as `reminder`. */
function rowsOf({ userId, stages }: Batch) {
  return sql<boolean>`
    reminder.user_id = ${userId} and channel = 'mail' and (reminder.document_id, reminder.ends_on, days_before) in (
      select * from unnest(${stages.map(({ documentId }) => documentId)}::uuid[],
        ${stages.map(({ endsOn }) => endsOn)}::date[], ${stages.map(({ daysBefore }) => daysBefore)}::smallint[]))`
}

/**
 * Takes what of a batch is not settled, for the one who sends it; of two at once the second gets nothing. What somebody took
 * before `abandonedBefore` and did not settle they will not.
 */
export async function claimStages(
  tx: Tx,
  batch: Batch,
  { now, abandonedBefore }: { now: string; abandonedBefore: string }
): Promise<Omit<StageKey, 'userId'>[]> {
  const { rows } = await sql<Omit<StageKey, 'userId'>>`
    update document_reminders reminder set claimed_at = ${now}
    where ${rowsOf(batch)} and sent_at is null and failed_at is null
      and (claimed_at is null or claimed_at < ${abandonedBefore})
    returning document_id as "documentId", ends_on as "endsOn", days_before as "daysBefore"`.execute(tx)
  return rows
}

/** How many of a batch somebody else is sending. */
export async function openStages(db: Db, batch: Batch): Promise<number> {
  const { rows } = await sql<{ open: number }>`
    select count(*)::integer as open from document_reminders reminder
    where ${rowsOf(batch)} and sent_at is null and failed_at is null`.execute(db)
  return rows[0]?.open ?? 0
}

export async function noteSent(tx: Tx, batch: Batch, now: string): Promise<void> {
  await sql`update document_reminders reminder set sent_at = ${now} where ${rowsOf(batch)}`.execute(tx)
}

/** For the next try. */
export async function release(tx: Tx, batch: Batch): Promise<void> {
  await sql`update document_reminders reminder set claimed_at = null where ${rowsOf(batch)} and sent_at is null`.execute(
    tx
  )
}

/** What could not be sent for so long that nobody tries any more. */
export async function giveUp(tx: Tx, { now, plannedBefore }: { now: string; plannedBefore: string }): Promise<void> {
  await tx
    .updateTable('document_reminders')
    .set({ failed_at: now })
    .where('sent_at', 'is', null)
    .where('failed_at', 'is', null)
    .where('planned_at', '<', plannedBefore)
    .execute()
}

export type EndingPaper = {
  readonly documentId: string
  readonly residenceId: string
  readonly home: string
  readonly title: string
  readonly endsOn: string
}
export type RemindedReader = {
  readonly email: string
  readonly name: string
  readonly language: Language
  readonly timeZone: string
}

export function remindedReader(db: Db, userId: string): Promise<RemindedReader | undefined> {
  return db
    .selectFrom('users')
    .select(['email', 'display_name as name', 'language', 'time_zone as timeZone'])
    .where('id', '=', userId)
    .where('reminder_hour', 'is not', null)
    .executeTakeFirst()
}

/** The papers of a batch that are still of a home of the person and still end on that day, the soonest first. */
export async function endingPapers(db: Db, { userId, stages }: Batch): Promise<EndingPaper[]> {
  const { rows } = await sql<EndingPaper>`
    select distinct documents.ends_on as "endsOn", documents.id as "documentId", documents.residence_id as "residenceId",
      documents.title, residences.name as home
    from documents
    join residences on residences.id = documents.residence_id
    join memberships on memberships.residence_id = documents.residence_id and memberships.user_id = ${userId}
    where (documents.id, documents.ends_on) in (
      select * from unnest(${stages.map(({ documentId }) => documentId)}::uuid[], ${stages.map(({ endsOn }) => endsOn)}::date[]))
    order by documents.ends_on, documents.id`.execute(db)
  return rows
}

/** What became of a document's stages for one person. */
export function remindersOf(
  db: Db,
  userId: string,
  { documentId, endsOn }: { documentId: string; endsOn: string }
): Promise<{ daysBefore: number; sentAt: string | null; failedAt: string | null }[]> {
  return db
    .selectFrom('document_reminders')
    .select(['days_before as daysBefore', 'sent_at as sentAt', 'failed_at as failedAt'])
    .where('document_id', '=', documentId)
    .where('ends_on', '=', endsOn)
    .where('user_id', '=', userId)
    .execute()
}
