import { sql } from 'kysely'
import type { CalendarFeed } from '#contract/calendar-feeds.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'

const columns = ['id', 'content', 'alarms', 'created_at as createdAt', 'last_read_at as lastReadAt'] as const

export function feedsOf(db: Db, userId: string): Promise<CalendarFeed[]> {
  return db
    .selectFrom('calendar_feeds')
    .select(columns)
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute()
}

/** Of many that a person makes at once, each counts those before it. */
export async function countFeedsLocked(tx: Tx, userId: string): Promise<number> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
  const { count } = await tx
    .selectFrom('calendar_feeds')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return count
}

export type NewFeed = Pick<CalendarFeed, 'id' | 'content' | 'alarms'> & {
  readonly userId: string
  readonly digest: Buffer
  readonly keyId: string
  readonly now: string
}

export function insertFeed(tx: Tx, feed: NewFeed): Promise<CalendarFeed> {
  return tx
    .insertInto('calendar_feeds')
    .values({
      id: feed.id,
      user_id: feed.userId,
      digest: feed.digest,
      key_id: feed.keyId,
      content: feed.content,
      alarms: feed.alarms,
      created_at: feed.now
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** False when the person has no such feed. */
export async function deleteFeed(tx: Tx, userId: string, id: string): Promise<boolean> {
  const deleted = await tx
    .deleteFrom('calendar_feeds')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .returning('id')
    .executeTakeFirst()
  return deleted !== undefined
}

export type OpenFeed = CalendarFeed & {
  readonly userId: string
  readonly keyId: string
}

/** The feed of one of these digests; undefined also when its owner's account is closed, or is to be erased. */
export function findFeed(db: Db, digests: readonly Buffer[]): Promise<OpenFeed | undefined> {
  return db
    .selectFrom('calendar_feeds')
    .innerJoin('users', 'users.id', 'calendar_feeds.user_id')
    .select([
      'calendar_feeds.id',
      'content',
      'alarms',
      'calendar_feeds.created_at as createdAt',
      'last_read_at as lastReadAt',
      'users.id as userId',
      'key_id as keyId'
    ])
    .where(sql<boolean>`digest = any(${digests}::bytea[])`)
    .where('users.disabled_at', 'is', null)
    .where('users.erase_at', 'is', null)
    .where('users.email_verified_at', 'is not', null)
    .executeTakeFirst()
}

/** Those whose address would open nothing any more without the keys before the active one. */
export async function countFeedsUnderOtherKeys(tx: Tx, activeKeyId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('calendar_feeds')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('key_id', '<>', activeKeyId)
    .executeTakeFirstOrThrow()
  return count
}

/** The secret is at hand: from now on it is known by the active key alone. */
export async function noteRead(
  tx: Tx,
  id: string,
  { digest, keyId, now }: { digest: Buffer; keyId: string; now: string }
): Promise<void> {
  await tx
    .updateTable('calendar_feeds')
    .set({ digest, key_id: keyId, last_read_at: now })
    .where('id', '=', id)
    .execute()
}
