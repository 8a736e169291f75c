import { identitiesOf, listPasskeys, listSessions } from '#server/features/accounts/access.ts'
import { pushDevicesOf } from '#server/features/devices/access.ts'
import { feedsOf } from '#server/features/exchange/access.ts'
import { everyOwnEvent } from '#server/features/events/access.ts'
import { entitlementOf, ownedPurchases } from '#server/features/plans/access.ts'
import { purchaseCopyOf } from '#server/features/subscriptions/access.ts'
import type { Ctx, User } from '#server/platform/context.ts'
import { csv, jsonLines } from '#server/platform/csv.ts'
import { deviceOf } from '#server/platform/device.ts'
import type { ZipEntry } from '#server/platform/zip.ts'

/** How the person gets in and from where, and what happened: never what it is done with. */
export async function accountEntries(ctx: Ctx<User>): Promise<ZipEntry[]> {
  const { userId, sessionId } = ctx.actor
  const [{ items: sessions }, identities, passkeys, phones, feeds] = await Promise.all([
    listSessions(ctx),
    identitiesOf(ctx.db, userId),
    listPasskeys(ctx.db, userId),
    pushDevicesOf(ctx.db, userId, sessionId),
    feedsOf(ctx.db, userId)
  ])
  return [
    ...listed('sessions', sessions.map(withoutId), sessionColumns),
    ...listed('identities', identities.map(withoutId), identityColumns),
    ...listed('passkeys', passkeys.map(withoutId), passkeyColumns),
    ...listed(
      'phones',
      phones.map(({ platform, registeredAt, userAgent }) => ({ ...deviceOf(userAgent), platform, registeredAt })),
      phoneColumns
    ),
    ...listed('calendar-feeds', feeds.map(withoutId), feedColumns),
    ...(await planEntries(ctx)),
    { path: 'account/events.json', content: () => jsonLines(everyOwnEvent(ctx)) },
    { path: 'account/events.csv', content: () => csv(eventColumns, everyOwnEvent(ctx)) }
  ]
}

const sessionColumns = ['browser', 'system', 'country', 'methods', 'createdAt', 'lastSeenAt'] as const
const identityColumns = ['issuer', 'email', 'active', 'linkedAt', 'lastUsedAt'] as const
const passkeyColumns = ['label', 'backedUp', 'createdAt', 'lastUsedAt'] as const
const phoneColumns = ['browser', 'system', 'platform', 'registeredAt'] as const
const feedColumns = ['content', 'alarms', 'createdAt', 'lastReadAt'] as const
const purchaseColumns = [
  'store',
  'environment',
  'product',
  'state',
  'entitledUntil',
  'mineFrom',
  'mineUntil',
  'evidence',
  'endedBy'
] as const
const markColumns = ['at', 'mark', 'isSet', 'reason'] as const
const transferColumns = ['store', 'direction', 'proposedAt', 'expiresAt', 'outcome', 'decidedAt'] as const
const historyColumns = ['at', 'store', 'state', 'product', 'entitledUntil'] as const
const newsColumns = ['notedAt', 'kind', 'store', 'said', 'sentAt'] as const
const claimColumns = ['at', 'appTransactionId'] as const
const eventColumns = [
  'at',
  'event',
  'outcome',
  'by',
  'byName',
  'about',
  'aboutName',
  'browser',
  'system',
  'country'
] as const

/** Where there is nothing to say of a plan nothing is said. */
async function planEntries({ db, actor: { userId } }: Ctx<User>): Promise<ZipEntry[]> {
  const entitlement = await entitlementOf(db, userId)
  const { account, said, ...copy } = await purchaseCopyOf(db, userId)
  const plan = { ...entitlement, ...account }
  const hasPlan = Object.values(plan).some((value) => Boolean(value))
  return [
    ...(hasPlan ? [pretty('plan', plan)] : []),
    ...(said.length > 0 ? [pretty('stores', said)] : []),
    ...listedIfAny('purchases', await ownedPurchases(db, userId), purchaseColumns),
    ...listedIfAny('plan-history', copy.history, historyColumns),
    ...listedIfAny('plan-news', copy.news, newsColumns),
    ...listedIfAny('marks', copy.markChanges, markColumns),
    ...listedIfAny('transfers', copy.transfers, transferColumns),
    ...listedIfAny('refused', copy.refusedClaims, claimColumns)
  ]
}

/** Ids say nothing to whoever reads it. */
function withoutId<T extends { id: string }>({ id: _id, ...item }: T): Omit<T, 'id'> {
  return item
}

function listed<T extends object>(
  name: string,
  items: readonly T[],
  columns: readonly (keyof T & string)[]
): ZipEntry[] {
  return [pretty(name, items), { path: `account/${name}.csv`, content: () => csv(columns, each(items)) }]
}

const listedIfAny: typeof listed = (name, items, columns) => (items.length > 0 ? listed(name, items, columns) : [])

function pretty(name: string, value: object): ZipEntry {
  return { path: `account/${name}.json`, content: () => [`${JSON.stringify(value, null, 2)}\n`] }
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}
