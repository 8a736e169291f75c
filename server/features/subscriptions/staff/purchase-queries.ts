import { sql } from 'kysely'
import type { PurchaseShort, StaffPurchase } from '#contract/staff.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { digestOf } from '../intake/event-log.ts'
import { maskEmail } from './mask-email.ts'
import { shortPurchase, shortPurchases } from './find-queries.ts'

/** Of what a store has sent, and of what a purchase has been, the newest so many are shown. */
const shownAtMost = 100

type Details = Omit<
  StaffPurchase,
  keyof PurchaseShort | 'facts' | 'epochs' | 'history' | 'events' | 'acknowledgement' | 'alerts' | 'transfers'
>

export async function purchaseById(tx: Tx, purchaseId: string): Promise<(PurchaseShort & Details) | undefined> {
  const row = await shortPurchases(tx)
    .select([
      'purchase.until',
      'purchase.auto_renews as autoRenews',
      'purchase.period',
      'purchase.pending_product_id as pendingProductId',
      'purchase.price_consent as priceConsent',
      'purchase.expiration_reason as expirationReason',
      'purchase.resumes_at as resumesAt',
      'purchase.is_family_shared as isFamilyShared',
      'purchase.projected_at as projectedAt'
    ])
    .where('purchase.id', '=', purchaseId)
    .executeTakeFirst()
  return row && (shortPurchase(row) as PurchaseShort & Details) // the checks of the table are the words of the contract
}

export async function factsOf(tx: Tx, purchaseId: string): Promise<StaffPurchase['facts']> {
  const rows = await tx
    .selectFrom('purchase_facts')
    .select(['kind', 'clock_ms as clockMs', 'heard_at as heardAt', 'content'])
    .where('purchase_id', '=', purchaseId)
    .orderBy('clock_ms', 'desc')
    .orderBy('key')
    .limit(shownAtMost)
    .execute()
  return rows.map(({ kind, clockMs, heardAt, content }) => ({
    kind,
    saidAt: Temporal.Instant.fromEpochMilliseconds(clockMs).toString(),
    heardAt,
    fields: fieldsOf(content)
  }))
}

/** In plain; of what tells an account to a store only that it is there. */
function fieldsOf(content: unknown): StaffPurchase['facts'][number]['fields'] {
  const known = Object.entries(content as object).filter(([name, value]) => name !== 'kind' && value !== null)
  return known.map(([name, value]) => ({ name, value: plain(name, value) }))
}

function plain(name: string, value: unknown): string {
  if (/accountToken$/i.test(name)) return '•••'
  if (name.endsWith('Ms') && typeof value === 'number') return Temporal.Instant.fromEpochMilliseconds(value).toString()
  return String(value)
}

/** The newest first; of accounts that are gone their id alone is known. */
export async function epochsOf(tx: Tx, purchaseId: string): Promise<StaffPurchase['epochs']> {
  const rows = await tx
    .selectFrom('ownership_epochs as epoch')
    .leftJoin('users', 'users.id', 'epoch.account_id')
    .select([
      'epoch.account_id as accountId',
      'users.email',
      'valid_from as from',
      'valid_to as to',
      'evidence',
      'ended_by as endedBy'
    ])
    .where('purchase_id', '=', purchaseId)
    .orderBy('valid_from', 'desc')
    .orderBy(sql`valid_to is null`, 'desc')
    .execute()
  return rows.map(({ accountId, email, ...epoch }) => ({
    account: { id: accountId, email: email === null ? '' : maskEmail(email) },
    ...(epoch as Pick<StaffPurchase['epochs'][number], 'from' | 'to' | 'evidence' | 'endedBy'>) // the table's own words
  }))
}

export async function historyOf(tx: Tx, purchaseId: string): Promise<StaffPurchase['history']> {
  const rows = await tx
    .selectFrom('purchase_history')
    .select(['at', 'state', 'entitled_until as entitledUntil', 'product_id as productId', 'cause'])
    .where('purchase_id', '=', purchaseId)
    .orderBy('id', 'desc')
    .limit(shownAtMost)
    .execute()
  return rows as StaffPurchase['history'] // the states are those of the projection
}

/** What the store has sent, by the digest of the purchase's key; never what it said, which is sealed. */
export async function eventsOf(tx: Tx, key: string): Promise<StaffPurchase['events']> {
  const { rows } = await sql<StaffPurchase['events'][number]>`
    select event.id::text, event.received_at as "receivedAt", event.type, event.subtype, event.signed_at as "signedAt",
      coalesce((select json_agg(json_build_object('at', to_json(at), 'outcome', outcome, 'detail', detail) order by at)
        from webhooks.outcomes where outcomes.event = event.id), '[]') as outcomes
    from webhooks.events event where event.purchase_digest = decode(${digestOf(key)}, 'hex')
    order by event.id desc limit ${shownAtMost}`.execute(tx)
  return rows
}

export async function acknowledgementOf(tx: Tx, purchaseId: string): Promise<StaffPurchase['acknowledgement']> {
  const row = await tx
    .selectFrom('google_acknowledgements')
    .select(['due_at as dueAt', 'attempts', 'next_at as nextAt', 'acknowledged_at as acknowledgedAt'])
    .where('purchase_id', '=', purchaseId)
    .executeTakeFirst()
  return row ?? null
}
