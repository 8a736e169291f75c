import { sql } from 'kysely'
import type { ShownAddress } from '#contract/guests.ts'
import { rolesFor } from '#contract/policy.ts'
import type { Money } from '#contract/values.ts'
import { lockMyResidences, memberColumns, myResidences, type Membership } from '#server/features/residences/access.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

export type StoredLink = {
  readonly id: string
  readonly residenceId: string
  readonly taskId: string
  readonly taskTitle: string
  /** What is due when it is read. */
  readonly dueOn: string | null
  readonly completionCount: number
  readonly makerId: string
  readonly contractorId: string | null
  readonly contractorName: string | null
  readonly address: ShownAddress
  readonly showsPhotos: boolean
  readonly state: 'open' | 'waiting' | 'accepted'
  readonly expiresAt: string
  readonly createdAt: string
  readonly doneAt: string | null
  readonly word: string | null
  readonly notes: string | null
  readonly costMinor: number | null
  readonly costCurrency: string | null
  readonly photoIds: readonly string[]
  readonly invoiceId: string | null
}

const columns = [
  'guest_links.id',
  'guest_links.residence_id as residenceId',
  'guest_links.task_id as taskId',
  'tasks.title as taskTitle',
  'tasks.due_on as dueOn',
  'tasks.completion_count as completionCount',
  'guest_links.created_by as makerId',
  'guest_links.contractor_id as contractorId',
  'guest_links.contractor_name as contractorName',
  sql<ShownAddress>`guest_links.address`.as('address'), // a check of the table
  'guest_links.shows_photos as showsPhotos',
  sql<StoredLink['state']>`guest_links.state`.as('state'), // likewise
  'guest_links.expires_at as expiresAt',
  'guest_links.created_at as createdAt',
  'guest_links.done_at as doneAt',
  'guest_links.word',
  'guest_links.notes',
  'guest_links.cost_minor as costMinor',
  'guest_links.cost_currency as costCurrency',
  'guest_links.photo_ids as photoIds',
  'guest_links.invoice_id as invoiceId'
] as const

export type NewLink = {
  readonly id: string
  readonly residenceId: string
  readonly taskId: string
  readonly makerId: string
  readonly digest: Buffer
  readonly keyId: string
  readonly contractor: { readonly id: string; readonly name: string } | null
  readonly address: ShownAddress
  readonly showsPhotos: boolean
  readonly now: string
  readonly expiresAt: string
}

export async function insertLink(tx: Tx, link: NewLink): Promise<void> {
  await tx
    .insertInto('guest_links')
    .values({
      id: link.id,
      residence_id: link.residenceId,
      task_id: link.taskId,
      created_by: link.makerId,
      digest: link.digest,
      key_id: link.keyId,
      contractor_id: link.contractor?.id ?? null,
      contractor_name: link.contractor?.name ?? null,
      address: link.address,
      shows_photos: link.showsPhotos,
      expires_at: link.expiresAt,
      created_at: link.now
    })
    .execute()
}

function myLinks(residences: ReturnType<typeof myResidences>) {
  return residences
    .innerJoin('guest_links', 'guest_links.residence_id', 'residences.id')
    .innerJoin('tasks', 'tasks.id', 'guest_links.task_id')
    .select(columns)
}

/** Those of a task that still mean something, newest first. */
export function linksOfTask(
  db: Db,
  userId: string,
  { taskId, now }: { taskId: string; now: string }
): Promise<StoredLink[]> {
  return myLinks(myResidences(db, userId))
    .where('guest_links.task_id', '=', taskId)
    .where((eb) => eb.or([eb('guest_links.state', '<>', 'open'), eb('guest_links.expires_at', '>', now)]))
    .orderBy('guest_links.created_at', 'desc')
    .orderBy('guest_links.id', 'desc')
    .execute()
}

/** What waits in all homes of a person for somebody to look at it. */
export function waitingLinks(db: Db, userId: string, limit: number): Promise<StoredLink[]> {
  return myLinks(myResidences(db, userId))
    .where('guest_links.state', '=', 'waiting')
    .where('residences.archived_at', 'is', null)
    .orderBy('guest_links.done_at')
    .limit(limit)
    .execute()
}

/** Of a home, for the archive of a member. */
export function linksOfHome(db: Db, userId: string, residenceId: string): Promise<StoredLink[]> {
  return myLinks(myResidences(db, userId))
    .where('guest_links.residence_id', '=', residenceId)
    .orderBy('guest_links.id')
    .execute()
}

/** For a write of a member: locked, after its residence; undefined for what is not theirs. */
export function lockLink(tx: Tx, userId: string, linkId: string): Promise<(StoredLink & Membership) | undefined> {
  return myLinks(lockMyResidences(tx, userId))
    .where('guest_links.id', '=', linkId)
    .select(memberColumns)
    .forUpdate('guest_links')
    .executeTakeFirst()
}

/**
 * The link of one of these digests; undefined for one that is wrong, expired or ended, or whose residence is archived. A link
 * is worth no more than the right of whoever made it.
 */
export function findLiveLink(db: Db, digests: readonly Buffer[], now: string): Promise<StoredLink | undefined> {
  return liveLinks(db, digests, now).executeTakeFirst()
}

/** The same for a write. It is read again under the lock: somebody before may have used or ended it. */
export async function lockLiveLink(tx: Tx, digests: readonly Buffer[], now: string): Promise<StoredLink | undefined> {
  const seen = await liveLinks(tx, digests, now).forNoKeyUpdate('residences').executeTakeFirst()
  return seen && liveLinks(tx, digests, now).forUpdate('guest_links').executeTakeFirst()
}

function liveLinks(db: Db, digests: readonly Buffer[], now: string) {
  return db
    .selectFrom('guest_links')
    .innerJoin('tasks', 'tasks.id', 'guest_links.task_id')
    .innerJoin('residences', 'residences.id', 'guest_links.residence_id')
    .innerJoin('memberships as maker', (join) =>
      join
        .onRef('maker.residence_id', '=', 'guest_links.residence_id')
        .onRef('maker.user_id', '=', 'guest_links.created_by')
    )
    .where(sql<boolean>`guest_links.digest = any(${digests}::bytea[])`)
    .where('guest_links.expires_at', '>', now)
    .where('residences.archived_at', 'is', null)
    .where('maker.role', 'in', [...rolesFor('guest.invite')])
    .select(columns)
}

export type JobFacts = {
  readonly notes: string | null
  readonly checklist: unknown
  readonly street: string | null
  readonly postalCode: string | null
  readonly city: string | null
  readonly region: string | null
  readonly country: string | null
}

/** What of task and home a guest may see at most. */
export function jobFacts(db: Db, taskId: string): Promise<JobFacts> {
  return db
    .selectFrom('tasks')
    .innerJoin('residences', 'residences.id', 'tasks.residence_id')
    .where('tasks.id', '=', taskId)
    .select(['tasks.notes', 'tasks.checklist', 'residences.street', 'residences.postal_code as postalCode'])
    .select(['residences.city', 'residences.region', 'residences.country'])
    .executeTakeFirstOrThrow()
}

export type Work = {
  readonly notes: string | null
  readonly photoIds: readonly string[]
  readonly invoiceId: string | null
  readonly cost: Money | null
}

export async function saveWork(tx: Tx, linkId: string, work: Work, now: string): Promise<void> {
  await tx
    .updateTable('guest_links')
    .set({
      state: 'waiting',
      done_at: now,
      notes: work.notes,
      photo_ids: [...work.photoIds],
      invoice_id: work.invoiceId,
      cost_minor: work.cost?.minor ?? null,
      cost_currency: work.cost?.currency ?? null
    })
    .where('id', '=', linkId)
    .execute()
}

/** Open once more, and for some time yet. */
export async function reopenLink(
  tx: Tx,
  linkId: string,
  { word, until }: { word: string; until: string }
): Promise<void> {
  await tx
    .updateTable('guest_links')
    .set({ state: 'open', done_at: null, word, expires_at: sql`greatest(expires_at, ${until}::timestamptz)` })
    .where('id', '=', linkId)
    .execute()
}

export async function closeLink(tx: Tx, linkId: string): Promise<void> {
  await tx.updateTable('guest_links').set({ state: 'accepted' }).where('id', '=', linkId).execute()
}

/** What was accepted stays with its task; nobody gets in by it any more. */
export async function endLink(tx: Tx, linkId: string, now: string): Promise<void> {
  await tx.updateTable('guest_links').set({ expires_at: now }).where('id', '=', linkId).execute()
}

export async function deleteLinks(tx: Tx, linkIds: readonly string[]): Promise<void> {
  await tx
    .deleteFrom('guest_links')
    .where(sql<boolean>`id = any(${linkIds}::uuid[])`)
    .execute()
}

/** Links that nobody used in time, and work that nobody looked at. */
export async function staleLinks(db: Db, { now, doneBefore }: { now: string; doneBefore: string }): Promise<string[]> {
  const rows = await db
    .selectFrom('guest_links')
    .select('id')
    .where('expires_at', '<=', now)
    .where((eb) =>
      eb.or([eb('state', '=', 'open'), eb.and([eb('state', '=', 'waiting'), eb('done_at', '<=', doneBefore)])])
    )
    .execute()
  return rows.map(({ id }) => id)
}

/** Whom to tell that work waits; undefined when it does not any more. */
export function noticeFor(db: Db, linkId: string) {
  return db
    .selectFrom('guest_links')
    .innerJoin('tasks', 'tasks.id', 'guest_links.task_id')
    .innerJoin('memberships', (join) =>
      join
        .onRef('memberships.residence_id', '=', 'guest_links.residence_id')
        .onRef('memberships.user_id', '=', 'guest_links.created_by')
    )
    .innerJoin('users', 'users.id', 'guest_links.created_by')
    .where('guest_links.id', '=', linkId)
    .where('guest_links.state', '=', 'waiting')
    .select(['users.email', 'users.language', 'users.display_name as displayName'])
    .select(['tasks.id as taskId', 'tasks.title', 'guest_links.contractor_name as guest'])
    .executeTakeFirst()
}
