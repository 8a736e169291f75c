import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import {
  factKeyOf,
  isSameKey,
  type Environment,
  type Fact,
  type FactContent,
  type PurchaseKey,
  type Store
} from '../facts.ts'

/** A purchase as it is kept, locked until the transaction ends. */
export type Purchase = PurchaseKey & {
  readonly id: string
  readonly number: number
  readonly accountId: string | null
  readonly state: string
  readonly until: string | null
  readonly entitledUntil: string | null
  readonly productId: string | null
  readonly priceConsent: string | null
}

/**
 * Locks the purchases of these keys and all that follow on them, whose owner may change with theirs; makes those of these keys
 * that are not there yet. Everybody locks in one order, but for what has come to follow while somebody waited for a lock.
 */
export async function lockPurchases(tx: Tx, keys: readonly PurchaseKey[], now: string): Promise<Purchase[]> {
  const locked: Purchase[] = []
  for (let wanted = await withFollowing(tx, keys); wanted.length > 0;) {
    locked.push(...(await lockOrMake(tx, wanted, now)))
    const following = await withFollowing(tx, locked)
    wanted = following.filter((key) => !locked.some((purchase) => isSameKey(key, purchase)))
  }
  return locked
}

/** As `lockPurchases`; gives back the one of this key. */
export async function lockPurchase(tx: Tx, key: PurchaseKey, now: string): Promise<Purchase> {
  const purchase = (await lockPurchases(tx, [key], now)).find((each) => isSameKey(each, key))
  if (!purchase) throw new Error('what was just locked is gone')
  return purchase
}

async function withFollowing(tx: Tx, keys: readonly PurchaseKey[]): Promise<PurchaseKey[]> {
  const all = uniqueKeys(keys)
  for (let found = all; found.length > 0;) {
    found = (await successorsOf(tx, found)).filter((key) => !all.some((other) => isSameKey(other, key)))
    all.push(...found)
  }
  return all
}

async function lockOrMake(tx: Tx, keys: readonly PurchaseKey[], now: string): Promise<Purchase[]> {
  const sorted = keys.toSorted((left, right) => (textOf(left) < textOf(right) ? -1 : 1))
  await tx
    .insertInto('store_purchases')
    .values(
      sorted.map(({ store, environment, key }) => ({
        id: newId(),
        store,
        environment,
        key,
        first_seen_at: now,
        projected_at: now
      }))
    )
    .onConflict((conflict) => conflict.columns(['store', 'environment', 'key']).doNothing())
    .execute()
  return lockIn(tx, sorted)
}

function lockIn(tx: Tx, keys: readonly PurchaseKey[]): Promise<Purchase[]> {
  return tx
    .selectFrom('store_purchases')
    .select((eb) => [
      'id',
      'number',
      eb.ref('store').$castTo<Store>().as('store'), // both checked by the table
      eb.ref('environment').$castTo<Environment>().as('environment'),
      'key',
      'account_id as accountId',
      'state',
      'until',
      'entitled_until as entitledUntil',
      'product_id as productId',
      'price_consent as priceConsent'
    ])
    .where((eb) => eb.or(keys.map(({ store, environment, key }) => eb.and({ store, environment, key }))))
    .orderBy('store')
    .orderBy('environment')
    .orderBy(sql`key collate "C"`)
    .forUpdate()
    .execute()
}

function uniqueKeys(keys: readonly PurchaseKey[]): PurchaseKey[] {
  return [...new Map(keys.map((key) => [textOf(key), key])).values()]
}

function textOf({ store, environment, key }: PurchaseKey): string {
  return `${store} ${environment} ${key}`
}

/** What is known of a purchase. */
export async function factsOf(tx: Tx, purchaseId: string): Promise<Fact[]> {
  const rows = await stored(tx).where('purchase_id', '=', purchaseId).execute()
  return rows.map(factOf)
}

/** What is known of the purchases that replace or follow this one. */
export async function factsOfSuccessors(tx: Tx, { environment, key }: PurchaseKey): Promise<Fact[]> {
  const rows = await stored(tx).where('environment', '=', environment).where('replaces_key', '=', key).execute()
  return rows.map(factOf)
}

function stored(tx: Tx) {
  return tx.selectFrom('purchase_facts').select(['environment', 'clock_ms as clockMs', 'content'])
}

function factOf(row: { environment: string; clockMs: number; content: unknown }): Fact {
  return row as Fact // saveFacts has written it
}

/** Keys of the purchases that replace or follow one of these: whose they are may follow from whose these are. */
async function successorsOf(tx: Tx, keys: readonly PurchaseKey[]): Promise<PurchaseKey[]> {
  const google = keys.filter(({ store }) => store === 'google')
  if (google.length === 0) return []
  const rows = await tx
    .selectFrom('purchase_facts')
    .select((eb) => [eb.ref('environment').$castTo<Environment>().as('environment'), 'key'])
    .where('kind', '=', 'google_purchase')
    .where((eb) => eb.or(google.map(({ environment, key }) => eb.and({ environment, replaces_key: key }))))
    .execute()
  return rows.map(({ environment, key }) => ({ store: 'google', environment, key }))
}

/** In place of what was known under the same keys. */
export async function saveFacts(
  tx: Tx,
  { id: purchase_id, store }: Pick<Purchase, 'id' | 'store'>,
  facts: readonly Fact[],
  now: string
): Promise<void> {
  if (facts.length === 0) return
  await tx
    .insertInto('purchase_facts')
    .values(
      facts.map(({ environment, clockMs, content }) => ({
        store,
        environment,
        kind: content.kind,
        key: factKeyOf(content),
        purchase_id,
        clock_ms: clockMs,
        content: JSON.stringify(content),
        order_id: orderOf(content) ?? null,
        replaces_key: formerOf(content) ?? null,
        heard_at: now
      }))
    )
    .onConflict((conflict) =>
      conflict.columns(['store', 'environment', 'kind', 'key']).doUpdateSet((eb) => ({
        clock_ms: eb.ref('excluded.clock_ms'),
        content: eb.ref('excluded.content'),
        order_id: eb.ref('excluded.order_id'),
        replaces_key: eb.ref('excluded.replaces_key'),
        heard_at: eb.ref('excluded.heard_at')
      }))
    )
    .execute()
}

/** The purchase that a purchase at Google replaces, or follows after its end. */
export function formerOf(content: FactContent): string | undefined {
  return content.kind === 'google_purchase' ? (content.replacesDigest ?? content.expiredDigest) : undefined
}

/** By which people and support name what was bought. */
function orderOf(content: FactContent): string | undefined {
  if (content.kind === 'apple_transaction') return content.webOrderLineItemId
  return 'orderId' in content ? content.orderId : undefined
}
