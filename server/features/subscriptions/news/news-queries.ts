import { sql } from 'kysely'
import type { Language } from '#contract/values.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { Store } from '../facts.ts'
import type { Happening, Said } from './news-rules.ts'

/** Something that somebody is told once. */
export type NewsKey = { readonly userId: string; readonly kind: Happening | 'trial'; readonly occasion: string }

type Noted = {
  readonly userId: string
  readonly kind: Happening
  readonly occasion: string
  readonly purchaseId: string
}

/** Once for each key, however often and by however many; that it is over only to whom it was told that it is on hold. */
export async function noteNews(
  tx: Tx,
  { userId, kind, occasion, purchaseId }: Noted,
  { now, dueAt }: { now: string; dueAt: string }
): Promise<void> {
  await sql`
    insert into plan_news (user_id, kind, occasion, purchase_id, noted_at, due_at)
    select id, ${kind}, ${occasion}, ${purchaseId}, ${now}, ${dueAt} from users
    where id = ${userId} and (${kind} <> 'end' or exists (
      select from plan_news told where told.user_id = users.id and told.purchase_id = ${purchaseId}
        and told.kind = 'lapse' and told.said = 'on_hold'))
    on conflict do nothing`.execute(tx)
}

/** Of trials that end by then; a trial is once for ever. */
export async function noteTrials(tx: Tx, { now, until }: { now: string; until: string }): Promise<void> {
  await sql`
    insert into plan_news (user_id, kind, occasion, noted_at, due_at)
    select user_id, 'trial', 'trial', ${now}, ${now} from entitlements
    where trial_until > ${now} and trial_until <= ${until} and not is_free and (paid_until is null or paid_until <= ${now})
    on conflict do nothing`.execute(tx)
}

/** Takes what is due, for the one who hands it on; of two at once the second gets nothing. */
export async function takeDue(tx: Tx, now: string): Promise<NewsKey[]> {
  const rows = await tx
    .updateTable('plan_news')
    .set({ due_at: null })
    .where('due_at', '<=', now)
    .returning((eb) => ['user_id as userId', eb.ref('kind').$castTo<NewsKey['kind']>().as('kind'), 'occasion']) // checked by the table
    .execute()
  return rows
}

/** Something to tell, whom, and how things stand by now. */
export type News = {
  readonly email: string
  readonly displayName: string
  readonly language: Language
  readonly timeZone: string
  readonly notedAt: string
  readonly isFree: boolean | null
  readonly paidUntil: string | null
  readonly trialUntil: string | null
  /** Undefined: it is about none, or that one is not theirs any more. */
  readonly purchase: NewsPurchase | undefined
  readonly hasOtherPurchase: boolean
}
export type NewsPurchase = {
  readonly store: Store
  readonly state: string
  readonly until: string | null
  readonly entitledUntil: string | null
  readonly product: string | null
  readonly priceConsent: string | null
  readonly expirationReason: string | null
}

/** Undefined when it is told, or its reader is gone, has not proved their address or cannot sign in. */
export async function untoldNews(db: Db, key: NewsKey, now: string): Promise<News | undefined> {
  const row = await db
    .selectFrom('plan_news as news')
    .innerJoin('users', 'users.id', 'news.user_id')
    .leftJoin('entitlements', 'entitlements.user_id', 'users.id')
    .select(['email', 'display_name as displayName', 'language', 'time_zone as timeZone', 'noted_at as notedAt'])
    .select(['is_free as isFree', 'paid_until as paidUntil', 'trial_until as trialUntil', 'news.purchase_id as about'])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('store_purchases as other')
            .select('id')
            .whereRef('other.account_id', '=', 'users.id')
            .where('other.environment', '=', 'production')
            .where('other.entitled_until', '>', now)
            .whereRef('other.id', '<>', 'news.purchase_id')
        )
        .as('hasOtherPurchase')
    )
    .where('news.user_id', '=', key.userId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .where('said', 'is', null)
    .where('email_verified_at', 'is not', null)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  const { about, ...news } = row
  return {
    ...news,
    hasOtherPurchase: Boolean(news.hasOtherPurchase),
    purchase: about === null ? undefined : await purchaseOf(db, about, key.userId)
  }
}

function purchaseOf(db: Db, purchaseId: string, userId: string): Promise<NewsPurchase | undefined> {
  return db
    .selectFrom('store_purchases')
    .select((eb) => [
      eb.ref('store').$castTo<Store>().as('store'), // checked by the table
      'state',
      'until',
      'entitled_until as entitledUntil',
      'product_id as product',
      'price_consent as priceConsent',
      'expiration_reason as expirationReason'
    ])
    .where('id', '=', purchaseId)
    .where('account_id', '=', userId)
    .executeTakeFirst()
}

export async function noteSaid(tx: Tx, key: NewsKey, { said, now }: { said: Said; now: string }): Promise<void> {
  await tx
    .updateTable('plan_news')
    .set({ said, sent_at: now })
    .where('user_id', '=', key.userId)
    .where('kind', '=', key.kind)
    .where('occasion', '=', key.occasion)
    .execute()
}
