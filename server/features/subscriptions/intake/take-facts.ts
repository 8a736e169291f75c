import type { PurchaseCause } from '#contract/purchase-causes.ts'
import type { Ctx } from '#server/platform/context.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import { isSameKey, purchaseKeyOf, type Fact, type PurchaseKey } from '../facts.ts'
import { noteChange } from '../news/note-news.ts'
import { settlePurchase } from '../ownership/settle-purchase.ts'
import { mergeFacts } from '../projection/merge-facts.ts'
import { project, type Projection } from '../projection/projection.ts'
import { productsOf, type SubscriptionServices } from '../services.ts'
import { factsOf, factsOfSuccessors, formerOf, lockPurchases, saveFacts, type Purchase } from './fact-queries.ts'
import { refreshEntitlements, saveProjection } from './projection-queries.ts'
import { seeToSecondPayment } from './second-payment.ts'

/** What is done about purchases, and why: that stands in their history. */
export type Intake = { readonly facts: readonly Fact[]; readonly cause: PurchaseCause }

/** What a purchase is now. */
export type Taken = {
  readonly purchase: Purchase
  /** All that is known of it. */
  readonly facts: readonly Fact[]
  readonly projection: Projection
  /** Whose it is; null: nobody's. */
  readonly accountId: string | null
}

/**
 * Takes in what stores have said: merges it into what is known, settles whose the purchases are, projects what they are, and
 * writes what follows from it, all in the caller's transaction. The same again changes nothing. `tx` has the system's rights.
 * Returns the purchases that the facts are about, in no certain order.
 */
export async function takeFacts(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  { facts, cause }: Intake
): Promise<Taken[]> {
  const keys = facts.map(purchaseKeyOf)
  if (keys.length === 0) return []
  const now = ctx.now()
  const known: Known[] = []
  for (const purchase of await lockPurchases(tx, [...keys, ...formerKeys(facts)], now.toString())) {
    const heard = facts.filter((fact) => isSameKey(purchaseKeyOf(fact), purchase))
    known.push({ purchase, facts: await merge(tx, purchase, heard, now.toString()) })
  }
  const taken = await projectAll(tx, services, { known, cause, now, heardMs: youngest(facts) })
  return await apartFromFollowing(tx, keys, taken)
}

/** The same without news: the clock, the products or the owner have changed; then also of what follows on these. */
export async function projectAnew(
  tx: Tx,
  ctx: Pick<Ctx, 'now'>,
  services: SubscriptionServices,
  { keys, cause }: { keys: readonly PurchaseKey[]; cause: PurchaseCause }
): Promise<Taken[]> {
  if (keys.length === 0) return []
  const now = ctx.now()
  const known: Known[] = []
  for (const purchase of await lockPurchases(tx, keys, now.toString()))
    known.push({ purchase, facts: await factsOf(tx, purchase.id) })
  const taken = await projectAll(tx, services, { known, cause, now, heardMs: now.epochMilliseconds })
  return await apartFromFollowing(tx, keys, taken)
}

/** A Google purchase changes what the one is that it replaces, and waits for whoever settles whose the one is that it follows. */
function formerKeys(facts: readonly Fact[]): PurchaseKey[] {
  return facts.flatMap(({ environment, content }) => {
    const key = formerOf(content)
    return key === undefined ? [] : [{ store: 'google', environment, key } as const]
  })
}

/** Whose a purchase is may follow from whose the one before it is: then its store is waiting to be told. */
async function apartFromFollowing(tx: Tx, keys: readonly PurchaseKey[], taken: readonly Taken[]): Promise<Taken[]> {
  const isAsked = ({ purchase }: Taken) => keys.some((key) => isSameKey(key, purchase))
  for (const { purchase, accountId } of taken.filter((each) => !isAsked(each)))
    if (purchase.accountId === null && accountId !== null)
      await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
  return taken.filter(isAsked)
}

/** Returns all that is known of it then. */
async function merge(tx: Tx, purchase: Purchase, heard: readonly Fact[], now: string): Promise<Fact[]> {
  const known = await factsOf(tx, purchase.id)
  const merged = mergeFacts(known, heard)
  const news = merged.filter((fact) => !known.includes(fact))
  await saveFacts(tx, purchase, news, now)
  return merged
}

/** News of a day ago that changes something: there may be younger news that did not reach us. */
const oldAfterMs = 86_400_000

function youngest(facts: readonly Fact[]): number {
  return Math.max(...facts.map(({ clockMs }) => clockMs))
}

type Round = {
  readonly known: readonly Known[]
  readonly cause: PurchaseCause
  readonly now: Temporal.Instant
  /** Of when the youngest news is. */
  readonly heardMs: number
}
type Known = { readonly purchase: Purchase; readonly facts: readonly Fact[] }

async function projectAll(
  tx: Tx,
  services: SubscriptionServices,
  { known, cause, now, heardMs }: Round
): Promise<Taken[]> {
  const isOldNews = heardMs < now.epochMilliseconds - oldAfterMs
  const products = productsOf(services.subscriptions)
  const taken: Taken[] = []
  const changed: Taken[] = []
  for (const { purchase, facts } of alongChains(known)) {
    const successors = purchase.store === 'google' ? await factsOfSuccessors(tx, purchase) : []
    const accountId = await settlePurchase(tx, purchase, facts, now.toString())
    const projection = project(purchase, [...facts, ...successors], { nowMs: now.epochMilliseconds, products })
    const isOther = await saveProjection(tx, purchase, { projection, accountId, cause, now: now.toString() })
    taken.push({ purchase, facts, projection, accountId })
    await noteChange(tx, services, { purchase, facts, projection, accountId }, { now, heardMs })
    if (!isOther) continue
    changed.push({ purchase, facts, projection, accountId })
    await followUp(tx, { purchase, projection, isOldNews }, now)
  }
  await refreshEntitlements(tx, accountsIn(changed))
  for (const each of changed) await seeToSecondPayment(tx, each, now)
  return taken
}

/** Each after the one that it replaces or follows: whose it is follows from whose that one was. */
function alongChains(known: readonly Known[]): Known[] {
  const waiting = [...known]
  const ordered: Known[] = []
  while (waiting.length > 0) {
    const first = waiting.findIndex(({ facts }) => !waiting.some(({ purchase }) => comesAfter(facts, purchase)))
    ordered.push(...waiting.splice(Math.max(0, first), 1)) // a circle begins anywhere
  }
  return ordered
}

function comesAfter(facts: readonly Fact[], { key }: PurchaseKey): boolean {
  return facts.some(({ content }) => formerOf(content) === key)
}

/** Once for each change, so that a store that has nothing new to say is not asked for ever. */
async function followUp(
  tx: Tx,
  { purchase, projection, isOldNews }: { purchase: Purchase; projection: Projection; isOldNews: boolean },
  now: Temporal.Instant
): Promise<void> {
  const { state, product, needsRefetch } = projection
  if (needsRefetch || isOldNews) await enqueue(tx, 'subscriptions.refetch', { purchaseId: purchase.id })
  const purchaseId = purchase.id
  if (state === 'UNMAPPED')
    await raiseAlert(tx, { kind: 'unmapped_product', about: `${purchase.store} ${product}`, purchaseId }, now)
  if (state === 'UNKNOWN') await raiseAlert(tx, { kind: 'unknown_state', about: purchaseId, purchaseId }, now)
}

function accountsIn(taken: readonly Taken[]): string[] {
  const ids = taken.flatMap(({ purchase, accountId }) => [purchase.accountId, accountId])
  return [...new Set(ids.filter((id) => id !== null))]
}
